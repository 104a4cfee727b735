import { describe, expect, it } from "vitest";
import { ExportRight } from "../../functions/policy/export-contents.ts";
import { Right, rights } from "../../functions/policy/rights.ts";
import {
  isProven,
  type Proof,
  proofFor,
  verificationMatrix,
} from "../../functions/policy/verification-matrix.ts";

const flags = [false, true];
const everythingShown = flags.flatMap((token) =>
  flags.flatMap((sameBrowser) => flags.map((code) => ({ token, sameBrowser, code }))),
);

describe("the verification matrix", () => {
  it.each([
    ["unsubscribe", "none"],
    ["withdraw", "none"],
    ["opt-out", "none"],
    ["limit", "none"],
    ["object", "none"],
    ["form", "link"],
    ["complaint", "link"],
    ["report-a-child", "link"],
    ["confirm", "link-and-same-person"],
    ["know-categories", "link-and-same-person"],
    ["access", "link-and-same-person"],
    ["portability", "link-and-same-person"],
    ["know", "link-and-same-person"],
    ["erase", "link-and-same-person"],
    ["close-account", "link-and-same-person"],
    ["restrict", "link-and-same-person"],
    ["correct", "link-and-code"],
  ] as const)("asks of %s: %s", (act, proof) => {
    expect(proofFor(act)).toBe(proof);
  });

  it("asks for proof of the same person wherever something is disclosed or destroyed", () => {
    for (const [act, row] of Object.entries(verificationMatrix)) {
      if (row.discloses === "nothing" && !row.destroys) continue;
      expect(row.proof, act).toBe("link-and-same-person");
    }
  });

  it("names what each copy discloses; nothing else discloses anything", () => {
    const disclosing = Object.entries(verificationMatrix).filter(([, row]) => row.discloses !== "nothing");
    expect(disclosing.map(([act]) => act).sort()).toEqual([...ExportRight.options].sort());
  });

  it("lets what destroys be cancelled first", () => {
    const cooling = Object.entries(verificationMatrix).filter(([, row]) => row.coolingOff);
    expect(cooling.map(([act]) => act).sort()).toEqual(["close-account", "erase", "restrict"]);
  });

  it("has a row for every right, and every right is described", () => {
    for (const right of Right.options) {
      expect(verificationMatrix[right]).toBeDefined();
      expect(rights[right].articles.length).toBeGreaterThan(0);
    }
  });
});

describe("what was shown", () => {
  const accepted = (proof: Proof) =>
    everythingShown
      .filter((shown) => isProven(proof, shown))
      .map(
        ({ token, sameBrowser, code }) => `${token ? "T" : "-"}${sameBrowser ? "B" : "-"}${code ? "C" : "-"}`,
      );

  it("is always enough where nothing is asked", () => {
    expect(accepted("none")).toHaveLength(8);
  });

  it("is enough for a link with the token, or with the code in its place", () => {
    expect(accepted("link")).toEqual(["--C", "-BC", "T--", "T-C", "TB-", "TBC"]);
  });

  it("is not enough for the same person with the token alone, which a mail scanner has too", () => {
    expect(accepted("link-and-same-person")).toEqual(["--C", "-BC", "T-C", "TB-", "TBC"]);
  });

  it("is not enough for a correction without the code, nor with nothing but the code", () => {
    expect(accepted("link-and-code")).toEqual(["-BC", "T-C", "TBC"]);
  });

  it("never is a mere cookie", () => {
    for (const proof of ["link", "link-and-same-person", "link-and-code"] as const) {
      expect(isProven(proof, { token: false, sameBrowser: true, code: false })).toBe(false);
    }
  });
});
