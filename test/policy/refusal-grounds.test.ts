import { describe, expect, it } from "vitest";
import {
  groundsAgainst,
  mayRefuse,
  RefusalGround,
  refusalGrounds,
} from "../../functions/policy/refusal-grounds.ts";
import { Right } from "../../functions/policy/rights.ts";

describe("a ground of refusal", () => {
  it.each(RefusalGround.options)("%s says in whole sentences why, and where it is written", (ground) => {
    const { words, citation } = refusalGrounds[ground];
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(citation).toMatch(/GDPR|CCR|Civ\. Code/);
  });

  it("is never found by a machine where a person's conduct or weighing of interests is judged", () => {
    const automatic = RefusalGround.options.filter((ground) => refusalGrounds[ground].automatic);
    expect(automatic).toEqual(["no-match", "not-verified"]);
  });

  it("is there for every right", () => {
    for (const right of Right.options) expect(groundsAgainst(right), right).not.toEqual([]);
  });

  it("of keeping for a legal claim is none against a copy of one's data", () => {
    expect(mayRefuse("access", "legal-claim")).toBe(false);
    expect(mayRefuse("erase", "legal-claim")).toBe(true);
  });

  it("against a plain no to marketing is only that it is not meant", () => {
    for (const right of ["unsubscribe", "withdraw", "opt-out", "limit"] as const)
      expect(groundsAgainst(right)).toEqual(["unfounded"]);
  });
});
