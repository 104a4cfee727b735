import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { settled } from "./erasing.ts";
import { json } from "./visitor.ts";

const site = await given.localStack();

/** What the stream says of an entry of the outbox; it may say it again at any time. */
function streamEvent(entries: readonly { readonly pk: string; readonly sk: string }[]) {
  return {
    Records: entries.map(({ pk, sk }, index) => ({
      eventName: "INSERT",
      dynamodb: { SequenceNumber: String(index + 1), Keys: { pk: { S: pk }, sk: { S: sk } } },
    })),
  };
}

/** A request with all that follows from it done, and the events that brought that about. */
async function confirmedRequest() {
  const email = given.address();
  await site.program().post("/rights/access", json(given.request(email)));
  const { token, code, reference } = await site.inbox.letterTo(email);
  await site.program().post("/verify", json({ token, code }));
  await settled(site);
  const { pk } = await site.tables.record(reference);
  const [asked, received] = [
    { pk, sk: `outbox#${reference}` },
    { pk, sk: `outbox#${reference}-received` },
  ] as const;
  return { email, asked, received };
}

describe("events that come more than once", () => {
  it.each([
    ["twice", [0, 1, 0, 1]],
    ["three times, out of order", [1, 0, 1, 0, 1, 0]],
  ])("%s send no further letter and change nothing", async (_, order) => {
    const { email, asked, received } = await confirmedRequest();
    const [before, letters] = [await site.tables.everything(), await site.inbox.lettersTo(email)];
    const events = order.map((index) => (index === 0 ? asked : received));
    for (const event of events)
      expect(await site.invoke("Outbox", streamEvent([event]))).toEqual({ batchItemFailures: [] });
    expect(await site.invoke("Outbox", streamEvent(events))).toEqual({ batchItemFailures: [] });
    await settled(site);
    expect(await site.tables.everything()).toEqual(before);
    expect(await site.inbox.lettersTo(email)).toEqual(letters);
  });

  it("while the letter still waits send one letter per intent, whoever comes first", async () => {
    const email = given.address();
    site.gateway.inject({ action: "ses:SendRawEmail", when: "before", times: 2 });
    const sent = await site.program().post("/forms/newsletter", json(given.newsletter(email)));
    const { reference } = sent.json() as { reference: string };
    const { pk } = await site.tables.record(reference);
    const event = streamEvent([{ pk, sk: `outbox#${reference}` }]);
    await site.invoke("Outbox", event);
    await site.settled();
    await site.invoke("Outbox", event);
    expect(await site.inbox.lettersTo(email)).toHaveLength(1);
    expect((await site.tables.recordsAbout(reference)).map(({ sk }) => sk)).toEqual([
      `submission#${reference}`,
    ]);
  });

  it("at the same time, as the stream and the schedule may, send one letter", async () => {
    for (const _ of [1, 2, 3, 4, 5]) {
      const email = given.address();
      const sent = site.program().post("/forms/newsletter", json(given.newsletter(email)));
      const { reference } = (await sent).json() as { reference: string };
      const { pk } = await site.tables.record(reference);
      const event = streamEvent([{ pk, sk: `outbox#${reference}` }]);
      await Promise.all([1, 2, 3].map(() => site.invoke("Outbox", event)));
      expect(await site.inbox.lettersTo(email)).toHaveLength(1);
    }
  });

  it("about entries that never were are taken, and nothing comes of them", async () => {
    const before = await site.tables.everything();
    const nobody = { pk: `subject#${"a".repeat(26)}`, sk: "outbox#0000000000000000" };
    expect(await site.invoke("Outbox", streamEvent([nobody]))).toEqual({ batchItemFailures: [] });
    expect(await site.tables.everything()).toEqual(before);
  });

  it("that cannot be handled are named from the first on, so that none overtakes another", async () => {
    const { asked, received } = await confirmedRequest();
    site.gateway.inject({ action: "dynamodb:UpdateItem", caller: "Outbox", when: "before", times: 4 });
    const answer = await site.invoke("Outbox", streamEvent([asked, received]));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
  });
});
