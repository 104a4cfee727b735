import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { given } from "../given.ts";
import { json } from "../journeys/visitor.ts";
import { startChromium } from "./chromium.ts";

const stack = await given.localStack();
const chromium = startChromium();

const statusOf = async (reference: string) => (await stack.tables.record(reference)).status;

/** What a mail scanner does that goes far: it runs scripts, fills nothing in, and presses every button there is. */
async function pressEverything(page: Page, link: string): Promise<string[]> {
  const seen: string[] = [];
  await page.goto(link, { waitUntil: "networkidle" });
  const buttons = await page.getByRole("button").count();
  for (let i = 0; i < buttons; i += 1) {
    await page.goto("about:blank");
    await page.goto(link, { waitUntil: "networkidle" });
    const button = page.getByRole("button").nth(i);
    if (!(await button.isVisible())) continue;
    await button.click();
    await page.waitForLoadState("networkidle");
    seen.push(await page.content());
  }
  return seen;
}

describe("a mail scanner", () => {
  test("that opens a link and runs its script, fifty times over, confirms nothing", async () => {
    const address = given.address();
    await stack.program().post("/forms/newsletter", json(given.newsletter(address)));
    const letter = await stack.inbox.letterTo(address);
    const page = await chromium.somebody();

    for (let time = 0; time < 50; time += 1) {
      await page.goto("about:blank");
      await page.goto(`${stack.url}/verify#${letter.token}`, { waitUntil: "load" });
    }

    expect(await statusOf(letter.reference)).toBe("unverified");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("heading", { name: "Confirmed" }).waitFor();
  });

  test("that presses every button erases nothing, and the person after it is confirmed all the same", async () => {
    const address = given.address();
    const person = await chromium.somebody();
    await person.goto(`${stack.url}/rights/erase`);
    await person
      .getByLabel(/e-mail address/i)
      .first()
      .fill(address);
    await person.getByLabel(/where/i).selectOption("DE");
    await person.getByRole("button").first().click();
    await person.getByRole("heading", { name: "Check your mail" }).waitFor();
    const letter = await stack.inbox.letterTo(address);
    const link = `${stack.url}/verify#${letter.token}`;

    const seen = await pressEverything(await chromium.somebody(), link);

    expect(seen.length).toBeGreaterThan(0);
    expect(seen.join()).not.toContain(address);
    expect(await statusOf(letter.reference)).toBe("awaiting-verification");
    await person.goto(link);
    await person.getByRole("button", { name: "Confirm" }).first().click();
    await person.getByRole("heading", { name: "Confirmed" }).waitFor();
    expect(await statusOf(letter.reference)).not.toBe("awaiting-verification");
  });
});
