import { filesScript } from "./files-script.ts";
import { fragmentScript } from "./fragment-script.ts";
import { stylesheet } from "./stylesheet.ts";

export interface Asset {
  readonly contentType: string;
  readonly body: string;
}

/** A bracket for a person and their data: enough to find the tab again. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#12594f"/><path d="M10 7v18M22 7v18M10 16h12" stroke="#fff" stroke-width="3.5" stroke-linecap="round"/></svg>
`;

/**
 * What `/assets/{name}` serves, by name; nothing is loaded from elsewhere. Without a prototype, as the name comes out
 * of a path and there must be no asset `constructor`.
 */
export const assets: Readonly<Record<string, Asset>> = Object.assign(Object.create(null), {
  "style.css": { contentType: "text/css; charset=utf-8", body: stylesheet },
  "fragment.js": { contentType: "text/javascript; charset=utf-8", body: fragmentScript },
  "files.js": { contentType: "text/javascript; charset=utf-8", body: filesScript },
  "icon.svg": { contentType: "image/svg+xml", body: icon },
});
