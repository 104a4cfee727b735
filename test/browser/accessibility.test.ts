import { expect, test } from "vitest";
import { forms } from "../../functions/intake/forms.ts";
import { Right } from "../../functions/policy/rights.ts";
import { given } from "../given.ts";
import { accessibilityProblems, startChromium } from "./chromium.ts";

const stack = await given.localStack();
const chromium = startChromium();

const paths = [
  "/",
  ...forms.map(({ slug }) => `/forms/${slug}`),
  ...Right.options.map((right) => `/rights/${right}`),
  "/sent",
  "/sent?reference=0123456789ABCDEF",
  "/verify",
  `/verify#${"a".repeat(69)}`,
  "/request",
  `/request#${"a".repeat(69)}`,
  "/retention",
  "/nothing-here",
];

test.each(paths)("%s keeps to WCAG 2.2 AA on a phone", async (path) => {
  const page = await chromium.somebody();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(stack.url + path);

  expect(await accessibilityProblems(page)).toEqual([]);
  // 1.4.10: nothing has to be scrolled sideways.
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
  await page.context().close();
});

test.each(["light", "dark"] as const)(
  "a form with everything wrong does too, in %s colours",
  async (colorScheme) => {
    const page = await chromium.somebody();
    await page.emulateMedia({ colorScheme });
    await page.goto(`${stack.url}/forms/job-application`);
    await page.getByRole("button").last().click();
    await page.getByText("Error").first().waitFor({ state: "attached" });

    expect(await page.title()).toMatch(/^Error/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.context().close();
  },
);
