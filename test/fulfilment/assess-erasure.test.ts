import { describe, expect, it, test } from "vitest";
import { assess } from "../../functions/fulfilment/assess.ts";
import { givenStores } from "../data-map/given.ts";
import { somebody } from "../export/given.ts";
import { assessorOf, runOf } from "./given.ts";

const stores = givenStores();

const application = { form: "job-application" };
const flagged = { flaggedAt: "2026-11-20T12:00:00.000Z" };

const cases: Readonly<Record<string, { readonly records: readonly object[]; readonly reason: string }>> = {
  "of a form": { records: [{}], reason: "" },
  "of nothing": { records: [], reason: "" },
  "of an application": { records: [{}, application], reason: "there is a job application" },
  "of what was flagged": { records: [{}, flagged], reason: "a record is flagged" },
  "of much that was flagged": { records: [flagged, flagged], reason: "records are flagged" },
  "of an application that was flagged": {
    ...{
      records: [{ ...application, ...flagged }],
      reason: "there is a job application; a record is flagged",
    },
  },
};

describe("an erasure", () => {
  test.each(Object.entries(cases))(
    "%s asks a person where the matrix says so",
    async (_of, { records, reason }) => {
      const one = await somebody(stores(), "erase", {}, { status: "verified" });
      for (const record of records)
        await stores().put("records", [await one.submission({ message: "hello" }, record)]);
      expect(await assess(runOf(one), assessorOf(stores()))).toMatchObject({
        ...{ needs: reason === "" ? "nobody" : "person", reason, scope: "everything" },
      });
    },
  );

  it("is no matter of what somebody else has sent", async () => {
    const [one, other] = [
      await somebody(stores(), "erase", {}, { status: "verified" }),
      await somebody(stores()),
    ];
    await stores().put("records", [await other.submission({}, { ...application, ...flagged })]);
    expect(await assess(runOf(one), assessorOf(stores()))).toMatchObject({ needs: "nobody" });
  });
});
