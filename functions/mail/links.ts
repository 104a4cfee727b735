import type { Token } from "../policy/reference.ts";

/** Where a letter's link leads. The token is in the fragment: no server, proxy or log ever sees it. */
export function verifyLink(siteUrl: string, token: Token): string {
  return `${siteUrl}/verify#${token}`;
}

/** The person's own status page. */
export function statusLink(siteUrl: string, token: Token): string {
  return `${siteUrl}/request#${token}`;
}

/** The page with the field for the code. */
export function codePage(siteUrl: string): string {
  return `${siteUrl}/sent`;
}
