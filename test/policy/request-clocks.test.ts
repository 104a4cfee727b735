import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Reference } from "../../functions/policy/reference.ts";
import { type ClockedRequest, nextClock } from "../../functions/policy/request-clocks.ts";
import { RequestStatus } from "../../functions/policy/request-lifecycle.ts";
import { scheduleOf, shardOf } from "../../functions/policy/retention-schedule.ts";

const schedule = scheduleOf({ retention: {} });
const reference = Reference.parse("0123456789ABCDEF");
const request = (more: Partial<ClockedRequest>): ClockedRequest => ({
  ...{ reference, status: "completed", receivedAt: "2026-11-01T10:00:00Z" },
  ...{ concludedAt: "2026-11-22T10:00:00Z", ...more },
});
const bundle = { sealedAt: "2026-11-22T10:00:00Z" };

describe("the next clock of a request", () => {
  it.each([
    ["that nobody has confirmed", { status: "awaiting-verification" }, "2026-11-09", "unverified"],
    ["whose copy waits to be fetched", { bundle, sealed: "…" }, "2026-11-30", "export-bundle"],
    ["whose copy is gone", { sealed: "…" }, "2026-12-23", "request-identity"],
    ["without its identity half", {}, "2028-11-23", "request-accountability"],
    ["that was cancelled", { status: "cancelled", sealed: "…" }, "2026-12-23", "request-identity"],
  ] as const)("%s", (_, more, due, dueAs) => {
    expect(nextClock(request(more), schedule)).toEqual({ shard: shardOf(reference), due, dueAs });
  });

  it.each(["verified", "in-progress", "awaiting-person"] as const)(
    "stands still while it is %s",
    (status) => {
      expect(nextClock(request({ status, sealed: "…" }), schedule)).toBeUndefined();
    },
  );

  it("is an earlier one the more there is to let go of", () => {
    fc.assert(
      fc.property(fc.constantFrom(...RequestStatus.options), (status) => {
        const whole = nextClock(request({ status, sealed: "…", bundle }), schedule);
        const half = nextClock(request({ status, sealed: "…" }), schedule);
        const rest = nextClock(request({ status }), schedule);
        expect((whole?.due ?? "") <= (half?.due ?? "")).toBe(true);
        expect((half?.due ?? "") <= (rest?.due ?? "")).toBe(true);
      }),
    );
  });
});
