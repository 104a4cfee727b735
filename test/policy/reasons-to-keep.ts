import { Temporal } from "temporal-polyfill";
import type { HoldScope, LegalHold } from "../../functions/policy/legal-hold.ts";
import type { Destroyable, OpenRequest } from "../../functions/policy/may-destroy.ts";
import { Reference } from "../../functions/policy/reference.ts";

export const now = Temporal.Instant.from("2026-11-22T12:00:00Z");
export const MINE = Reference.parse("0000000000000001");
export const OTHER = Reference.parse("0000000000000002");

export const item = (more: Partial<Destroyable> = {}): Destroyable => ({
  holder: "submissions",
  record: MINE,
  receivedAt: "2026-10-01T08:00:00.000Z",
  ...more,
});
export const hold = (scope: HoldScope, until = "2027-01-31", citation = until): LegalHold => ({
  ...{ id: until, scope, ground: "legal-claim", citation, until },
  ...{ placedAt: "2026-11-01T00:00:00Z", placedBy: "counsel" },
});
export const request = (more: Partial<OpenRequest> = {}): OpenRequest => ({
  ...{ reference: OTHER, right: "access", status: "verified" },
  ...{ receivedAt: "2026-11-01T08:00:00.000Z", dueBy: "2026-12-01", ...more },
});
