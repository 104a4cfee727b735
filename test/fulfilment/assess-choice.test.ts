import { describe, expect, it } from "vitest";
import { assess } from "../../functions/fulfilment/assess.ts";
import { givenStores } from "../data-map/given.ts";
import { somebody } from "../export/given.ts";
import { assessorOf, runOf } from "./given.ts";

const stores = givenStores();
const assessed = async (right: string, answers: object = {}, more: object = {}) =>
  await assess(runOf(await somebody(stores(), right, answers, more)), assessorOf(stores()));

describe("who has to see to a choice", () => {
  it("is nobody where one no is enough, and a person where there is something to read or to do", async () => {
    for (const right of ["unsubscribe", "withdraw", "object", "opt-out", "limit"])
      expect(await assessed(right), right).toMatchObject({ needs: "nobody", reason: "" });
    for (const right of ["withdraw", "object"])
      expect(await assessed(right, { details: "my profile" })).toMatchObject({ needs: "person" });
    for (const right of ["correct", "restrict", "complaint"])
      expect(await assessed(right, { details: "my name" })).toMatchObject({ needs: "person" });
  });

  it("is nobody once it is carried out: only its end is still to come", async () => {
    const carriedOutAt = "2026-11-22T11:00:00.000Z";
    for (const right of ["correct", "withdraw"])
      expect(await assessed(right, { details: "my name" }, { carriedOutAt })).toMatchObject({
        needs: "nobody",
      });
  });
});
