import { forms } from "../../functions/intake/forms.ts";
import { Right } from "../../functions/policy/rights.ts";
import type { AwsCall } from "../../infra/local/gateway.ts";

/** Whatever a form or a rights request is sent to. */
export const intakePaths: readonly string[] = [
  ...forms.map(({ slug }) => `/forms/${slug}`),
  ...Right.options.map((right) => `/rights/${right}`),
];

/** Everything that takes a POST with something in it. */
export const postPaths: readonly string[] = [...intakePaths, "/sent", "/verify", "/request/session"];

/** Everything that takes a POST for which the session is enough. */
export const sessionPaths: readonly string[] = [
  "/request/cancel",
  "/request/download",
  "/request/download/erase",
];

/** Everything that shows something, one of each kind, and what there is not. */
export const getPaths: readonly string[] = [
  ...intakePaths,
  ...["/", "/sent", "/verify", "/request", "/retention", "/openapi.json", "/health"],
  ...["/request/receipt", "/request/download", "/.well-known/jwks.json"],
  ...["/assets/style.css", "/assets/fragment.js", "/assets/none.css"],
  ...[
    "/forms/none",
    "/rights/none",
    "/none",
    "/forms/__proto__",
    "/assets/__proto__",
    "/verify/x",
    "/.git/config",
  ],
];

const READS = /:(Get|BatchGet|Query|Scan|Describe|List)/;

/** The calls that changed something. */
export function changes(calls: readonly AwsCall[]): string[] {
  return calls
    .filter(({ action, status }) => !READS.test(action) && status < 300)
    .map(({ caller, action }) => `${caller} ${action}`);
}
