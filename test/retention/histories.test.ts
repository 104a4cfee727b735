import { Temporal } from "temporal-polyfill";
import { beforeEach, describe, expect, test } from "vitest";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { checkChains } from "../../functions/records/audit-walk.ts";
import { getMarker } from "../../functions/records/chain-markers.ts";
import { dropChain } from "../../functions/records/drop-chain.ts";
import { justNote, noteAct } from "../../functions/records/note-act.ts";
import { givenStores, newSubject } from "../data-map/given.ts";
import { requested, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";

const stores = givenStores();
let ann: SubjectId;
beforeEach(() => {
  ann = newSubject();
});

const run = (at: string) => night(`${at}T02:30:00Z`, sweeperOf(stores()));

/** What is to go until then goes from its end, so that the end says nothing. */
const ITS_TIME_IS_OVER = "2032-01-01";

describe("a history that is being dropped", () => {
  test("looks whole to a verifier at every moment, and stays while its time is not over", async () => {
    const { database } = stores();
    const reference = await requested(stores(), ann, { receivedAt: "2027-01-08T12:00:00Z" });
    const whole = async () => {
      const seen = [];
      for (let next: string | undefined; ; ) {
        const page = await checkChains(database, next, ITS_TIME_IS_OVER);
        seen.push(...page.chains);
        if (page.next === undefined) return seen.filter((chain) => chain.reference === reference);
        next = page.next;
      }
    };
    await run("2029-01-09");
    expect(await dropChain(database, reference, () => false)).toBe(false);
    expect(await whole()).toEqual([{ reference, events: 2, broken: undefined }]);

    stores().rig.gateway.clear();
    stores().rig.gateway.inject({
      action: "dynamodb:DeleteItem",
      when: "before",
      times: 3,
      skip: 1,
    } as never);
    await expect(dropChain(database, reference, () => true)).rejects.toThrow();
    stores().rig.gateway.clear();
    expect(await whole()).toEqual([{ reference, events: 1, broken: undefined }]);

    expect(await dropChain(database, reference, () => true)).toBe(true);
    expect(await whole()).toEqual([]);
  });
});

test("the history of a request that nobody confirmed, and the staff looked at, gets its night too", async () => {
  const { database } = stores();
  const reference = await requested(stores(), ann, {
    receivedAt: "2027-01-04T10:00:00Z",
    status: "awaiting-verification",
  });
  const at = Temporal.Instant.from("2027-01-05T10:00:00Z");
  await noteAct(
    database,
    { subject: ann, reference },
    { what: "shown", by: "staff" },
    at,
    justNote(database),
  );

  await run("2027-01-12");

  expect(await getMarker(database, reference)).toMatchObject({ auditSequence: 1, dueAs: "audit" });
});
