const POLICY =
  "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * On every response of every route (OWASP ASVS 3.4). No inline script or style anywhere, so the policy allows none.
 * The referrer policy is `same-origin` and not `no-referrer`, which would make browsers send `Origin: null` with our
 * own forms.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy": POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
  "referrer-policy": "same-origin",
  "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/**
 * For a page whose form is answered with a redirect to another origin: browsers hold that to `form-action` as well.
 * @param origin of ours, as browsers write it.
 */
export const formsMayLeadTo = (origin: string): Readonly<Record<string, string>> => ({
  "content-security-policy": POLICY.replace("form-action 'self'", `form-action 'self' ${origin}`),
});
