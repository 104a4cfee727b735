import { describe, expect, it, test } from "vitest";
import { assess } from "../../functions/fulfilment/assess.ts";
import { awaitPerson } from "../../functions/fulfilment/await-person.ts";
import { getRequest } from "../../functions/records/requests.ts";
import { givenStores } from "../data-map/given.ts";
import { somebody } from "../export/given.ts";
import { assessorOf, keyOf, runOf } from "./given.ts";

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

describe("what a person has agreed to", () => {
  const BEFORE = "2026-11-21T12:00:00.000Z";
  const AFTER = "2026-11-22T11:00:00.000Z";
  const put = (reason: string, more: object = {}) => ({
    ...{ status: "in-progress", coolingOffEnds: "2026-11-22T12:00:00Z" },
    awaits: { token: "t", reason, at: "2026-11-22T10:00:00.000Z", decision: "approve", ...more },
  });
  const one = { ...application, receivedAt: BEFORE };

  const asked: Readonly<
    Record<string, readonly [request: object, records: readonly object[], needs: string]>
  > = {
    "is not asked again": [put("there is a job application"), [one], "nobody"],
    "is not asked again where less is left of it": [
      put("there is a job application; a record is flagged"),
      [one],
      "nobody",
    ],
    "is asked again where another application came since": [
      put("there is a job application"),
      [one, { ...application, receivedAt: AFTER }],
      "person",
    ],
    "is asked again where a record of before was flagged since": [
      put("a record is flagged"),
      [
        { receivedAt: BEFORE, flaggedAt: BEFORE },
        { receivedAt: BEFORE, flaggedAt: AFTER },
      ],
      "person",
    ],
    "is asked again where there is another reason": [
      put("a record is flagged"),
      [{ ...one, flaggedAt: BEFORE }],
      "person",
    ],
    "is no other try of a step that failed": [put("TryAgain"), [one], "person"],
    "is nothing that is still to be decided": [
      put("there is a job application", { decision: undefined }),
      [one],
      "person",
    ],
    "is past asking where the erasure has begun": [
      { ...put("TryAgain"), begunAt: AFTER },
      [{ ...application, receivedAt: AFTER }],
      "nobody",
    ],
  };

  test.each(Object.entries(asked))("%s", async (_what, [request, records, needs]) => {
    const person = await somebody(stores(), "erase", {}, request);
    for (const record of records)
      await stores().put("records", [await person.submission({ message: "hello" }, record)]);
    expect(await assess(runOf(person), assessorOf(stores()))).toMatchObject({ needs });
  });

  it("is known by when it was put to them", async () => {
    const person = await somebody(stores(), "erase");
    const waiting = { token: "t", reason: "there is a job application" };
    await awaitPerson(runOf(person), waiting, assessorOf(stores()));
    expect(await getRequest(stores().database, keyOf(person))).toMatchObject({
      awaits: { ...waiting, at: "2026-11-22T12:00:00.000Z" },
    });
  });
});
