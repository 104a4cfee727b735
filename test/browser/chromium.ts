import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

export interface Chromium {
  /** A browser of somebody else: its own cookies, nothing remembered. */
  somebody(options?: { readonly script?: boolean }): Promise<Page>;
}

/** Chromium for the tests of one file: of the system, headless, without a word to anybody but the site. */
export function startChromium(): Chromium {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });
  afterAll(() => browser?.close());
  return {
    async somebody({ script = true } = {}) {
      if (browser === undefined) throw new Error("the browser starts before the tests");
      const context: BrowserContext = await browser.newContext({ javaScriptEnabled: script });
      context.setDefaultTimeout(10_000);
      return context.newPage();
    },
  };
}

/** What of WCAG 2.2 AA axe finds broken in the page as it stands: each rule with the elements. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Our pages have no frames; this way axe needs no second page.
    .setLegacyMode()
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}
