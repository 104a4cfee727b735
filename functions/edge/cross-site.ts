/** Who a browser says has sent a request (Fetch Metadata; RFC 6454). Absent where no browser did. */
export interface Provenance {
  readonly secFetchSite: string | undefined;
  readonly origin: string | undefined;
}

/**
 * May a request that changes something be taken from where it comes from (OWASP ASVS 3.5)? Sec-Fetch-Site decides
 * where the browser sends it, since no page can forge it; else Origin; programs send neither and carry no cookies
 * that would make them dangerous.
 * @param own the site's own origin. @param allowed other origins whose pages may send forms here.
 */
export function mayCome(
  { secFetchSite, origin }: Provenance,
  own: string,
  allowed: readonly string[],
): boolean {
  if (secFetchSite === "same-origin" || secFetchSite === "none") return true;
  if (secFetchSite === undefined && origin === undefined) return true;
  if (secFetchSite === undefined && origin === own) return true;
  return origin !== undefined && allowed.includes(origin);
}
