import { expect, test } from "vitest";
import { given } from "../given.ts";
import { startChromium } from "./chromium.ts";

const stack = await given.localStack();
const chromium = startChromium();

const pdfOf = (bytes: number) => {
  const buffer = Buffer.alloc(bytes, " ");
  buffer.write("%PDF-1.7\n");
  return { name: "cv.pdf", mimeType: "application/pdf", buffer };
};

test("who applies with a document that is too large keeps the form, is told why, and can choose another", async () => {
  const address = given.address();
  const page = await chromium.somebody();
  await page.goto(`${stack.url}/forms/job-application`);
  await page.getByLabel("Position", { exact: true }).fill("Gardener");
  await page.getByLabel("Your name").fill("Ann Example");
  await page.getByLabel("Your e-mail address").fill(address);
  const cv = page.getByLabel(/CV/).first();
  const told = page.getByText("The files together are larger than 4 MiB. Nothing was sent.");

  await cv.setInputFiles(pdfOf(7 * 1024 * 1024));
  await told.waitFor();
  await page.getByRole("button", { name: "Send" }).click();
  expect(new URL(page.url()).pathname).toBe("/forms/job-application");
  expect(await page.getByLabel("Your name").inputValue()).toBe("Ann Example");
  expect(await stack.tables.items("Records")).toEqual([]);

  await cv.setInputFiles(pdfOf(1024));
  await told.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("heading", { name: "Check your mail" }).waitFor();
  expect((await stack.inbox.letterTo(address)).token).not.toBe("");
});
