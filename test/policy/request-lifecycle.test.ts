import { describe, expect, it } from "vitest";
import { isConcluded, mayMove, RequestStatus, waitingFor } from "../../functions/policy/request-lifecycle.ts";

const statuses = RequestStatus.options;
const from = (status: RequestStatus) => statuses.filter((other) => mayMove(status, other));

describe("the life of a rights request", () => {
  it.each([
    ["received", "awaiting-verification"],
    ["received", "verified"], // where no proof is asked
    ["awaiting-verification", "verified"],
    ["awaiting-verification", "expired"],
    ["verified", "in-progress"],
    ["in-progress", "awaiting-person"],
    ["awaiting-person", "in-progress"],
    ["in-progress", "completed"],
    ["awaiting-person", "refused"],
  ] as const)("goes from %s to %s", (before, after) => {
    expect(mayMove(before, after)).toBe(true);
  });

  it("has an exit from every status that is not final", () => {
    for (const status of statuses) {
      const reachable = new Set<RequestStatus>([status]);
      for (const reached of reachable) for (const next of from(reached)) reachable.add(next);
      expect([...reachable].some(isConcluded), status).toBe(true);
    }
  });

  it("ends in four ways, and then moves no more", () => {
    expect(statuses.filter(isConcluded)).toEqual(["completed", "refused", "cancelled", "expired"]);
  });

  it("does nothing before the proof: no unverified request gets to work or is completed", () => {
    for (const status of ["received", "awaiting-verification"] as const) {
      expect(from(status)).not.toContain("in-progress");
      expect(from(status)).not.toContain("completed");
    }
  });

  it("never goes back to unproven, never stays where it is, and a proven request does not expire", () => {
    for (const status of statuses) {
      expect(mayMove(status, "received")).toBe(false);
      expect(mayMove(status, status)).toBe(false);
      if (status !== "received") expect(mayMove(status, "awaiting-verification")).toBe(false);
    }
    for (const status of ["verified", "in-progress", "awaiting-person"] as const) {
      expect(mayMove(status, "expired")).toBe(false);
    }
  });

  it("can be cancelled as long as it is not concluded", () => {
    for (const status of statuses) expect(mayMove(status, "cancelled")).toBe(!isConcluded(status));
  });

  it("says in a sentence what it waits for", () => {
    for (const status of statuses) expect(waitingFor(status)).toMatch(/^[A-Z].*\.$/);
    expect(waitingFor("verified")).toContain("waits for a person");
  });
});
