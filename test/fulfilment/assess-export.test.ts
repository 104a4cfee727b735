import { describe, expect, it, test } from "vitest";
import { assess } from "../../functions/fulfilment/assess.ts";
import { historyOf } from "../../functions/records/history.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { givenStores } from "../data-map/given.ts";
import { somebody } from "../export/given.ts";
import { assessorOf, runOf } from "./given.ts";

const stores = givenStores();

interface Case {
  readonly right?: string;
  readonly answers?: object;
  readonly record?: object;
  readonly hosts?: readonly string[];
  readonly reason: string;
}

const application = { form: "job-application" };
const flagged = { flaggedAt: "2026-11-20T12:00:00.000Z" };
const notListed = "it is to be sent to a controller that is not on the list";

const cases: Readonly<Record<string, Case>> = {
  "access to a form": { record: {}, reason: "" },
  "access to nothing": { reason: "" },
  "access to an application": { record: application, reason: "there is a job application" },
  "what is known, an application among it": {
    ...{ right: "know", record: application, reason: "there is a job application" },
  },
  "taking an application along": {
    ...{ right: "portability", record: application, reason: "there is a job application" },
  },
  "access to an application that nobody confirmed": {
    ...{ record: { ...application, status: "unverified" }, reason: "" },
  },
  "access to what was flagged, confirmed or not": {
    ...{ record: { ...flagged, status: "unverified" }, reason: "a record is flagged" },
  },
  "access to what was flagged": { record: flagged, reason: "a record is flagged" },
  "access to an application that was flagged": {
    ...{ record: { ...application, ...flagged }, reason: "there is a job application; a record is flagged" },
  },
  "a yes or no about what was flagged": { right: "confirm", record: flagged, reason: "" },
  "categories of an application": { right: "know-categories", record: application, reason: "" },
  "access from a day after it came": { record: flagged, answers: { since: "2025-11-23" }, reason: "" },
  "access from the day on which it came": {
    ...{ record: flagged, answers: { since: "2025-11-22" }, reason: "a record is flagged" },
  },
  "taking it to a controller of the list": {
    ...{ right: "portability", answers: { sendTo: "https://other.example.com/in" } },
    ...{ hosts: ["other.example.com"], reason: "" },
  },
  "taking it to a controller that is not on the list": {
    ...{ right: "portability", answers: { sendTo: "https://other.example.com/in" }, reason: notListed },
  },
  "taking it to the host of a host of the list": {
    ...{ right: "portability", answers: { sendTo: "https://a.other.example.com/in" } },
    ...{ hosts: ["other.example.com"], reason: notListed },
  },
  "taking it to where nothing is sent in any case": {
    ...{ right: "portability", answers: { sendTo: "https://10.0.0.1/" }, reason: "" },
  },
};

test.each(Object.entries(cases))("%s", async (_what, { right, answers, record, hosts, reason }) => {
  const one = await somebody(stores(), right, answers, { status: "verified" });
  if (record !== undefined)
    await stores().put("records", [await one.submission({ message: "hello" }, record)]);
  const assessed = await assess(runOf(one), assessorOf(stores(), hosts));
  expect(assessed).toMatchObject({ needs: reason === "" ? "nobody" : "person", reason });
  expect(assessed.sends).toBe(answers !== undefined && "sendTo" in answers);
});

describe("assessing", () => {
  it("takes the request up once, and writes nothing about anybody into its history", async () => {
    const answers = { sendTo: "https://other.example.com/in" };
    const one = await somebody(stores(), "portability", answers, { status: "verified" });
    for (let times = 0; times < 2; times += 1)
      expect(await assess(runOf(one), assessorOf(stores()))).toMatchObject({ needs: "person", sends: true });
    const history = await historyOf(stores().database, one.run.request);
    expect(history.map(({ what, details }) => [what, details])).toEqual([["assessed", {}]]);
  });

  it.each(["cancelled", "completed", "refused", "expired"])("leaves one that is %s alone", async (status) => {
    const one = await somebody(stores(), "access", {}, { status });
    expect(await assess(runOf(one), assessorOf(stores()))).toMatchObject({ needs: "nothing" });
    expect(await historyOf(stores().database, one.run.request)).toEqual([]);
  });

  it("waits while everything about the person is being erased", async () => {
    const one = await somebody(stores(), "access", {}, { status: "verified" });
    const since = "2026-11-22T12:00:00Z";
    const tombstone = { pk: `subject#${one.subject}`, sk: "tombstone", request: newReference(), since };
    await stores().put("records", [tombstone]);
    await expect(assess(runOf(one), assessorOf(stores()))).rejects.toThrow(
      expect.objectContaining({ name: "ErasureRunning" }),
    );
  });
});
