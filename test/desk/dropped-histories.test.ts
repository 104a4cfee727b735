import { expect, it } from "vitest";
import { given } from "../given.ts";
import { asking, confirmed, erasureStack, sendForm } from "../journeys/erasing.ts";
import { nightOf } from "../journeys/sweeping.ts";
import type { Item } from "../journeys/tables.ts";
import { staffOf } from "./staff.ts";

const site = await erasureStack();
const staff = staffOf(site);

/** A request that is through, and its history. */
async function concluded(right: string) {
  const asked = await asking(site, right);
  await confirmed(site, asked);
  const { reference } = asked;
  const row = await site.tables.record(reference);
  expect(row).toMatchObject({ status: "completed" });
  const events = (await site.tables.items("Audit")).filter(({ pk }) => pk === `request#${reference}`);
  return { reference, row, events };
}

async function drop(events: readonly Item[]): Promise<void> {
  for (const event of events) await site.tables.remove("Audit", event);
}

async function broken() {
  const { code, out } = await staff.verifyAudit("--json");
  return [code, JSON.parse(out).broken];
}

it("The history of an erasure is missed when all of it is dropped, and also when its request is dropped with it", async () => {
  const { reference, row, events } = await concluded("erase");
  const all = [1, [{ reference, sequence: 1, what: "cut short" }]];

  await drop(events);
  expect(await broken()).toEqual(all);

  // Now only the ledger knows of it, from which nobody can take anything.
  await site.tables.remove("Records", row);
  expect(await broken()).toEqual(all);

  await site.tables.put("Records", row);
  await site.tables.putAll("Audit", events);
  expect(await broken()).toEqual([0, []]);
});

it("A request is missed where its history stays: somebody removed it, or a restored backup is older", async () => {
  const { reference, row, events } = await concluded("erase");
  await site.tables.remove("Records", row);

  expect(await broken()).toEqual([1, [{ reference, sequence: events.length, what: "without its request" }]]);
  expect((await staff.verifyAudit()).err).toContain("its request is gone");
  await site.tables.put("Records", row);
  expect(await broken()).toEqual([0, []]);
});

it("The history of a copy is missed too", async () => {
  const { events } = await concluded("access");

  await drop(events);

  const { code, err } = await staff.verifyAudit();
  expect([code, err]).toEqual([1, expect.stringContaining("event 1 and what came after is cut off")]);
  await site.tables.putAll("Audit", events);
});

it("The history of a form that the staff flagged is missed too, although no request leads to it", async () => {
  const reference = await sendForm(site, given.address());
  await site.settled();
  expect((await staff.desk("flag", reference)).code).toBe(0);
  const events = (await site.tables.items("Audit")).filter(({ pk }) => pk === `request#${reference}`);

  await drop(events);

  expect(await broken()).toEqual([1, [{ reference, sequence: 1, what: "cut short" }]]);
  await site.tables.putAll("Audit", events);
});

it("The end of such a history is missed, as of any other", async () => {
  const reference = await sendForm(site, given.address());
  await site.settled();
  for (const act of ["flag", "unflag", "flag"]) expect((await staff.desk(act, reference)).code).toBe(0);
  const events = (await site.tables.items("Audit")).filter(({ pk }) => pk === `request#${reference}`);
  const end = events.filter(({ sequence }) => Number(sequence) > 1);
  expect(end).toHaveLength(2);

  await drop(end);

  expect(await broken()).toEqual([1, [{ reference, sequence: 2, what: "cut short" }]]);
  await site.tables.putAll("Audit", events);
  expect(await broken()).toEqual([0, []]);
});

it("The end of a history is missed too once its request is gone", async () => {
  const { reference, events } = await concluded("erase");
  expect(await nightOf(site, "2030-01-01T02:30:00Z")).toBe("SUCCEEDED");
  const requests = await site.tables.items("Records");
  expect(requests.filter(({ sk }) => sk === `request#${reference}`)).toEqual([]);

  await drop(events.filter(({ sequence }) => Number(sequence) > 2));

  expect(await broken()).toEqual([1, [{ reference, sequence: 3, what: "cut short" }]]);
  await site.tables.putAll("Audit", events);
});

it("A history of which nothing can be read does not keep the others from being checked", async () => {
  const { reference, events } = await concluded("erase");
  const last = events.at(-1);
  if (last === undefined) throw new Error("there is no event");
  await drop(events.filter(({ sequence }) => sequence === 1));
  await site.tables.put("Audit", { ...last, at: "yesterday" });

  expect(await broken()).toEqual([1, [{ reference, sequence: last.sequence, what: "changed" }]]);
  await site.tables.putAll("Audit", events);
});

it("No history is missed once its time is over", async () => {
  // The requests go after two years, what was done with them after three.
  for (const night of ["2036-01-01", "2042-01-01"])
    expect(await nightOf(site, `${night}T02:30:00Z`)).toBe("SUCCEEDED");
  expect(await site.tables.items("Audit")).toEqual([]);
  expect(await staff.verifyAudit()).toMatchObject({
    code: 0,
    out: "0 histories, 0 events: all are whole.",
  });
});
