import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CONTENT, downloadStack, ready } from "../journeys/downloading.ts";
import { accessibilityProblems, startChromium } from "./chromium.ts";

const stack = await downloadStack();
const chromium = startChromium();

/** Follows the link of the letter to the page of the request. */
async function statusPage({ statusToken }: { readonly statusToken: string }) {
  const page = await chromium.somebody();
  await page.goto(`${stack.url}/request#${statusToken}`);
  await page.getByRole("button", { name: "Show my request" }).click();
  await page.getByRole("heading", { name: "Your copy" }).waitFor();
  return page;
}

/** Presses the button, and reads the file that the browser then saves. */
async function saved(page: Awaited<ReturnType<typeof statusPage>>) {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const file = await coming;
  return { name: file.suggestedFilename(), content: readFileSync(await file.path(), "utf8") };
}

test("a copy is saved as a file, after the code of a letter was typed in", async () => {
  const person = await ready(stack);
  const page = await statusPage(person);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByRole("heading", { name: "Fetch your copy" }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  const { code } = await stack.inbox.letterTo(person.email);

  await page.getByLabel("Code from the e-mail").fill("ZZZZZZZZ");
  await page.getByRole("button", { name: "Download" }).click();
  await page.getByText("This code is not right").waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByLabel("Code from the e-mail").fill(code);

  expect(await saved(page)).toEqual({ name: `habeas-access-${person.reference}.zip`, content: CONTENT });
});

test("a copy is erased by a tick and a button", async () => {
  const person = await ready(stack, "confirm");
  const page = await statusPage(person);
  await page.getByRole("link", { name: "Type it in" }).click();
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.getByRole("link", { name: "Back to your request" }).click();
  await page.getByLabel("Yes, I do not need this copy any more.").check();
  await page.getByRole("button", { name: "Erase this copy now" }).click();
  await page.getByRole("heading", { name: "The copy is erased" }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
});
