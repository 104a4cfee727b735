import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";

/** A whole HTML document. Text and attributes are escaped by the renderer; nothing here bypasses it. */
export function renderPage(page: VNode): string {
  return `<!doctype html>\n${renderToString(page)}\n`;
}
