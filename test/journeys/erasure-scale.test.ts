import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { given } from "../given.ts";
import { asking, assemblyWith, confirmed, personal, sendForm } from "./erasing.ts";

const RECORDS = 10_000;

// An Erase function that has next to no memory: what grew with the records would break it.
const small = assemblyWith({ COOLING_OFF: "0" }, (name) =>
  name.startsWith("ErasureErase") ? { MemorySize: 32 } : {},
);
const site = await given.localStack({ assembly: small });

/** Erases somebody with so many records, and says what it took. */
async function erasing(count: number) {
  const asked = await asking(site);
  const record = await site.tables.record(await sendForm(site, asked.email));
  // The sealed text of a message of some length.
  const sealed = `${record.sealed}`.padEnd(1000, "x");
  const more = Array.from({ length: count - 1 }, (_, n) => {
    const reference = `HA${String(n).padStart(14, "0")}`;
    return { ...record, sk: `submission#${reference}`, reference, sealed };
  });
  await site.tables.putAll("Records", more);
  await site.settled();
  site.gateway.clear();
  const from = Date.now();
  await confirmed(site, asked);
  const seconds = (Date.now() - from) / 1000;
  expect(await personal(site, asked.pk)).toEqual([]);

  const calls = site.calls().filter(({ caller }) => /^(Erasure|Outbox)/.test(caller));
  const folder = join(site.data, "executions");
  const file = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((path) =>
    path.includes(asked.reference),
  );
  const execution = JSON.parse(readFileSync(join(folder, file ?? ""), "utf8"));
  const history = execution.history as { type: string; state?: string }[];
  const outcomes = (await site.tables.record(asked.reference)).outcomes as {
    holder: string;
    removed: number;
  }[];
  return {
    seconds,
    transitions: history.map(({ type, state }) => `${type} ${state ?? ""}`),
    payloads: [
      ...calls
        .filter(({ action }) => action === "lambda:InvokeFunction" || action === "lambda:Invoke")
        .map(({ bytes }) => bytes),
      execution.input.length,
      execution.output.length,
    ] as number[],
    calls: calls.length,
    removed: outcomes.find(({ holder }) => holder === "submissions")?.removed,
  };
}

it(`${RECORDS} records of one person take no more steps, payload and memory than one, and few calls`, async () => {
  await erasing(1);
  const one = await erasing(1);
  const many = await erasing(RECORDS);
  expect([one.removed, many.removed]).toEqual([1, RECORDS]);
  expect(many.transitions).toEqual(one.transitions);
  expect(one.payloads.length).toBeGreaterThan(7);
  expect(Math.max(...one.payloads, ...many.payloads)).toBeLessThanOrEqual(4096);
  // Counting and proving read what DynamoDB gives at once, 1 MB.
  const pages = 2 * Math.ceil((RECORDS * 1600) / 1_048_576);
  expect(many.calls).toBeLessThanOrEqual(Math.ceil(RECORDS / 25) + pages + 12);
  expect(many.calls - one.calls).toBeLessThanOrEqual(Math.ceil(RECORDS / 25) + pages);
  expect(site.logs()).not.toMatch(/"level":"(WARN|ERROR)"/);
  const { seconds, calls } = many;
  process.stdout.write(
    `${JSON.stringify({ records: RECORDS, seconds, calls, callsOfOne: one.calls, pages, most: Math.max(...many.payloads), transitions: many.transitions.length })}\n`,
  );
}, 300_000);
