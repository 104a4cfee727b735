import type { Duty } from "./may-destroy.ts";

/**
 * The duties to keep something that hold for every controller of these forms: none. What comes in here is no invoice,
 * no order and no contract, so the tax and commercial laws do not reach it (HGB 257, AO 147 and their like begin at
 * commercial letters), and what must be kept of requests is no personal data (11 CCR 7101(a): the accountability half).
 * Consents are not kept as proof either: after an erasure nothing is done any more that would need them (GDPR 7(1)).
 *
 * A controller whose counsel sees it otherwise writes the row here, for example
 * `{ holder: "submissions", period: "P6Y", citation: "HGB 257(1) no. 2, (4)" }`; every destroyer obeys it from then on.
 */
export const duties: readonly Duty[] = [];
