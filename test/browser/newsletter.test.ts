import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { given } from "../given.ts";
import { startChromium } from "./chromium.ts";

const stack = await given.localStack();
const chromium = startChromium();

/** From the first page to the newsletter's form, filled in and sent, as a person does it. */
async function subscribe(page: Page, address: string): Promise<void> {
  await page.goto(stack.url);
  await page.getByRole("link", { name: "Subscribe to the newsletter" }).click();
  await page.getByLabel("Your e-mail address").fill(address);
  await page.getByLabel(/date of birth/i).fill("1990-05-17");
  await page.getByLabel(/country/i).selectOption("DE");
  await page.getByLabel("Send me the newsletter by e-mail").check();
  await page.getByRole("button", { name: /send|subscribe/i }).click();
  await page.getByRole("heading", { name: "Check your mail" }).waitFor();
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).textContent();
const linkOf = ({ token }: { readonly token: string }) => `${stack.url}/verify#${token}`;
const statusOf = async (reference: string) => (await stack.tables.record(reference)).status;

describe("somebody who wants the newsletter", () => {
  test("fills in the form, gets a letter, follows its link, clicks, and is confirmed", async () => {
    const address = given.address();
    const page = await chromium.somebody();
    await subscribe(page, address);
    const letter = await stack.inbox.letterTo(address);

    await page.goto(linkOf(letter));
    expect(new URL(page.url()).hash).toBe("");
    expect(await statusOf(letter.reference)).toBe("unverified");
    await page.getByRole("button", { name: "Confirm" }).click();

    await page.getByRole("heading", { name: "Confirmed" }).waitFor();
    expect(await statusOf(letter.reference)).toBe("confirmed");
  });

  test("who clicks a second time, in another browser, is told that all is well", async () => {
    const address = given.address();
    await subscribe(await chromium.somebody(), address);
    const letter = await stack.inbox.letterTo(address);

    for (const said of ["Thank you", "You had confirmed this already"]) {
      const page = await chromium.somebody();
      await page.goto(linkOf(letter));
      await page.getByRole("button", { name: "Confirm" }).click();
      await page.getByText(said).waitFor();
      expect(await heading(page)).toBe("Confirmed");
    }
  });

  test("sees beside each field what is wrong, and keeps what was typed", async () => {
    const page = await chromium.somebody();
    await page.goto(`${stack.url}/forms/newsletter`);
    await page.getByLabel("Your e-mail address").fill("ann@");
    await page.getByLabel(/country/i).selectOption("DE");
    await page.getByRole("button", { name: /send|subscribe/i }).click();

    const email = page.getByLabel("Your e-mail address");
    expect(await email.getAttribute("aria-invalid")).toBe("true");
    expect(await email.inputValue()).toBe("ann@");
    expect(await page.title()).toMatch(/^Error/);
  });

  test("is not named by the link once the page is there: neither in the address bar nor in the history", async () => {
    const address = given.address();
    const page = await chromium.somebody();
    await subscribe(page, address);
    const { token } = await stack.inbox.letterTo(address);

    await page.goto(linkOf({ token }));
    await page.getByRole("link").first().waitFor();

    expect(page.url()).not.toContain(token);
    expect(await page.evaluate("document.referrer")).not.toContain(token);
  });
});

describe("without script", () => {
  test("the code of the letter stands in for its link", async () => {
    const address = given.address();
    const page = await chromium.somebody({ script: false });
    await subscribe(page, address);
    const letter = await stack.inbox.letterTo(address);

    await page.goto(linkOf(letter));
    await page.getByLabel("Reference").fill(letter.reference);
    await page.getByLabel("Code from the e-mail").fill(letter.code.toLowerCase());
    await page.getByRole("button", { name: "Confirm" }).click();

    expect(await heading(page)).toBe("Confirmed");
    expect(await statusOf(letter.reference)).toBe("confirmed");
  });

  test("a wrong code is said to be wrong, and the right one still counts", async () => {
    const address = given.address();
    const page = await chromium.somebody({ script: false });
    await subscribe(page, address);
    const { code } = await stack.inbox.letterTo(address);

    await page.getByLabel("Code from the e-mail").fill(code === "00000000" ? "11111111" : "00000000");
    await page.getByRole("button", { name: "Confirm" }).click();
    expect(await page.getByLabel("Code from the e-mail").getAttribute("aria-invalid")).toBe("true");
    await page.getByLabel("Code from the e-mail").fill(code);
    await page.getByRole("button", { name: "Confirm" }).click();

    expect(await heading(page)).toBe("Confirmed");
  });
});
