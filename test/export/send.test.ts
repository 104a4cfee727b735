import { text } from "node:stream/consumers";
import { expect, it, test } from "vitest";
import type { Delivered, Parcel } from "../../functions/export/deliver.ts";
import { type Carrier, send } from "../../functions/export/send.ts";
import { historyOf } from "../../functions/records/history.ts";
import { getRequest } from "../../functions/records/requests.ts";
import { givenStores, NOW } from "../data-map/given.ts";
import { type Person, somebody, vault } from "./given.ts";

const stores = givenStores();
const ADDRESS = "https://portability.example.com/receive";

/** Somebody whose copy lies there, and who named an address. */
async function person(sendTo = ADDRESS, more: object = {}): Promise<Person> {
  const one = await somebody(stores(), "portability", sendTo === "" ? {} : { sendTo }, more);
  await stores().putObject("exports", `${one.subject}/${one.run.request}/bundle.zip`);
  return one;
}

/** Answers each parcel with the next of these; the last stands for all that follow. */
function carrier(...answers: readonly Delivered[]) {
  const sent: { url: string; body: string; parcel: Parcel }[] = [];
  const carried: Carrier = {
    database: stores().database,
    vault: async () => vault,
    exports: stores().exports,
    deliver: async (url, parcel) => {
      sent.push({ url: url.href, body: await text(parcel.body), parcel });
      return answers[Math.min(sent.length, answers.length) - 1] ?? { outcome: "unreachable" };
    },
    pauses: [1, 1],
    now: () => NOW,
  };
  return { sent, carried };
}

const answered = (status: number): Delivered => ({ outcome: "answered", status });
const keyOf = ({ subject, run }: Person) => ({ subject, reference: run.request });
const outcomeOf = async (one: Person) => (await getRequest(stores().database, keyOf(one)))?.sent;

it("is sent whole to the address that its person named, once, and what became of it is kept", async () => {
  const one = await person();
  const { sent, carried } = carrier(answered(201));
  for (let times = 0; times < 2; times += 1) expect(await send(one.run, carried)).toEqual({ sent: true });
  expect(sent.map(({ url, body, parcel }) => [url, body, parcel.bytes, parcel.id])).toEqual([
    [ADDRESS, "sealed", 6, one.run.request],
  ]);
  expect(await outcomeOf(one)).toEqual({ at: "2026-11-22T12:00:00.000Z", outcome: "sent" });
  const history = await historyOf(stores().database, one.run.request);
  expect(history).toMatchObject([{ what: "sent on", details: { outcome: "sent" } }]);
  expect(JSON.stringify(history)).not.toContain("portability.example.com");
});

test.each<[string, readonly Delivered[], string, number]>([
  ["taken at the third time", [answered(503), answered(429), answered(200)], "sent", 3],
  ["out of reach, then taken", [{ outcome: "unreachable" }, answered(200)], "sent", 2],
  ["out of reach for good", [{ outcome: "unreachable" }], "unreachable", 3],
  ["busy for good", [answered(500)], "unreachable", 3],
  ["turned away", [answered(403)], "refused", 1],
  ["sent elsewhere", [answered(302)], "refused", 1],
  ["led into a network of somebody's own", [{ outcome: "not-allowed" }], "not-allowed", 1],
])("%s", async (_how, answers, outcome, tries) => {
  const one = await person();
  const { sent, carried } = carrier(...answers);
  expect(await send(one.run, carried)).toEqual({ sent: outcome === "sent" });
  expect(await outcomeOf(one)).toMatchObject({ outcome });
  expect(sent).toHaveLength(tries);
});

it("goes nowhere where a record in it was marked since it was collected, between two tries too", async () => {
  const marked = async (one: Person) =>
    stores().put("records", [await one.request({ marked: "a word" }, { sendTo: ADDRESS }, one.run.request)]);
  const before = await person();
  await marked(before);
  const { sent, carried } = carrier(answered(503));
  expect(await send(before.run, carried)).toEqual({ sent: false, outdated: true });
  expect(sent).toEqual([]);

  const between = await person();
  const deliver: Carrier["deliver"] = async (url, parcel) => {
    await marked(between);
    return await carried.deliver(url, parcel);
  };
  expect(await send(between.run, { ...carried, deliver })).toEqual({ sent: false, outdated: true });
  expect(sent).toHaveLength(1);
  expect(await outcomeOf(between)).toBeUndefined();
});

it("goes nowhere by an address that is none, whenever and however it came to be there", async () => {
  const one = await person("https://169.254.169.254/latest/meta-data/");
  const { sent, carried } = carrier(answered(200));
  expect(await send(one.run, carried)).toEqual({ sent: false });
  expect(await outcomeOf(one)).toMatchObject({ outcome: "not-allowed" });
  expect(sent).toEqual([]);
});

it("goes nowhere where it is wanted no more, or where nobody was named", async () => {
  const { sent, carried } = carrier(answered(200));
  for (const one of [await person(ADDRESS, { status: "cancelled" }), await person("")]) {
    expect(await send(one.run, carried)).toEqual({ sent: false });
    expect(await outcomeOf(one)).toBeUndefined();
  }
  expect(sent).toEqual([]);
});
