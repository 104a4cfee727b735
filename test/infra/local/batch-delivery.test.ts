import { describe, expect, it } from "vitest";
import { deliver } from "../../../infra/local/batch-delivery.ts";
import type { MappingSettings } from "../../../infra/local/mapping-settings.ts";

interface Case {
  /** Fails the whole invocation. */
  readonly throwsOn?: string;
  /** Is reported as the failed item, and what comes after it is not tried. */
  readonly reports?: string;
  readonly heals?: number;
  readonly settings?: Partial<MappingSettings>;
  readonly stopsAfter?: number;
}

async function run(names: string, { throwsOn, reports, heals = 1_000, settings, stopsAfter = 1_000 }: Case) {
  const invoked: string[] = [];
  const givenUp: unknown[] = [];
  const pauses: number[] = [];
  const done = await deliver(
    [...names].map((name) => ({ eventID: name, eventName: "INSERT", dynamodb: { SequenceNumber: name } })),
    {
      settings: { retries: 2, bisects: true, reportsItemFailures: true, ...settings } as MappingSettings,
      async invoke(event) {
        const { Records } = event as { Records: { dynamodb: { SequenceNumber: string } }[] };
        const batch = Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
        invoked.push(batch.join(""));
        if (invoked.length >= heals) return { ok: true, payload: { batchItemFailures: [] } };
        if (throwsOn && batch.includes(throwsOn)) {
          return { ok: false, failure: { errorType: "Error", errorMessage: "no" } };
        }
        const failures = reports && batch.includes(reports) ? [{ itemIdentifier: reports }] : [];
        return { ok: true, payload: { batchItemFailures: failures } };
      },
      async pause(milliseconds) {
        pauses.push(milliseconds);
        return pauses.length < stopsAfter;
      },
      giveUp: (message) => givenUp.push(message),
    },
  );
  return { done, invoked, givenUp, pauses };
}

const range = (start: string, end: string, batchSize: number) => ({
  DDBStreamBatchInfo: { startSequenceNumber: start, endSequenceNumber: end, batchSize },
});

describe("a batch", () => {
  it("that succeeds is handed over once", async () => {
    expect(await run("abcd", {})).toMatchObject({ done: true, invoked: ["abcd"], givenUp: [] });
  });

  it("is split in two when the function throws, and only the poisonous record is given up", async () => {
    const { done, invoked, givenUp } = await run("abcd", { throwsOn: "c" });
    expect(done).toBe(true);
    expect(invoked).toEqual(["abcd", "ab", "cd", "c", "c", "c", "d"]);
    expect(givenUp).toMatchObject([range("c", "c", 1)]);
  });

  it("is not split where the mapping does not ask for it", async () => {
    const { invoked, givenUp } = await run("ab", { throwsOn: "b", settings: { bisects: false } });
    expect(invoked).toEqual(["ab", "ab", "ab"]);
    expect(givenUp).toMatchObject([range("a", "b", 2)]);
  });

  it("goes on from the record the function reports", async () => {
    expect(await run("abcd", { reports: "c", heals: 2 })).toMatchObject({
      invoked: ["abcd", "cd"],
      givenUp: [],
    });
  });

  it("counts as taken, whatever is reported, where the mapping does not ask for reports", async () => {
    const { invoked } = await run("ab", { reports: "a", settings: { reportsItemFailures: false } });
    expect(invoked).toEqual(["ab"]);
  });

  it("is tried with growing pauses of two seconds at most", async () => {
    const { pauses } = await run("a", {
      throwsOn: "a",
      heals: 8,
      settings: { retries: Number.POSITIVE_INFINITY },
    });
    expect(pauses).toEqual([100, 200, 400, 800, 1600, 2000, 2000]);
  });

  it("is neither done nor given up when everything stops", async () => {
    expect(await run("a", { throwsOn: "a", stopsAfter: 1 })).toMatchObject({ done: false, givenUp: [] });
    const last = { throwsOn: "a", stopsAfter: 1, settings: { retries: 0 } };
    expect(await run("a", last)).toMatchObject({ done: false, givenUp: [] });
  });
});
