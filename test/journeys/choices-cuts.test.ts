import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import {
  callsOf,
  countOf,
  cutEach,
  cutsOf,
  differences,
  endOf,
  everythingOf,
  type Somebody,
} from "./cutting.ts";
import { erasureStack, sendForm, settled } from "./erasing.ts";
import { confirmForm } from "./exporting.ts";
import type { Item } from "./tables.ts";
import { json } from "./visitor.ts";

const site = await erasureStack();

type Subscriber = { -readonly [Key in keyof Somebody]: Somebody[Key] };

/** Who gets the newsletter, and has asked for nothing yet. */
async function subscriber(): Promise<Subscriber> {
  const email = given.address();
  const reference = await sendForm(site, email);
  await site.settled();
  await confirmForm(site, reference);
  const { pk } = await site.tables.record(reference);
  const confirmedAt = new Date().toISOString();
  await site.tables.put("Records", {
    ...{ pk, sk: `consent#${reference}#newsletter`, reference, form: "newsletter", name: "newsletter" },
    ...{ wording: "Yes", noticeVersion: "2026-01-01", givenAt: confirmedAt, confirmedAt },
  });
  return { email, pk, subject: pk.slice("subject#".length), reference: "" };
}

/** Wants no more of it. */
async function unsubscribe(person: Subscriber): Promise<void> {
  const sent = await site.program().post("/rights/unsubscribe", json({ email: person.email }));
  if (sent.status !== 202) throw new Error(`${sent.status} ${sent.text}`);
  person.reference = String(sent.json().reference);
}

describe("every call of AWS from a choice to its end", async () => {
  const calls = async () => {
    const one = await subscriber();
    return await callsOf(site, () => unsubscribe(one));
  };
  await calls();
  const all = await calls();
  const cuts = cutsOf(all, ({ caller }) => /^(Choices|Fulfilment)/.test(caller));

  it(`can be cut, ${countOf(cuts)} cuts of ${all.length} calls: the consents end as in the uncut run`, async () => {
    const people: Subscriber[] = [];
    for (let n = 0; n < cuts.length + 2; n += 1) people.push(await subscriber());
    const [uncut, bystander, ...others] = people;
    if (uncut === undefined || bystander === undefined) throw new Error("nobody");
    const ofBystander = (items: readonly Item[]) => items.filter(({ pk }) => pk === bystander.pk);
    const before = await everythingOf(site);
    await unsubscribe(uncut);
    await settled(site);
    const struck = await cutEach(site, cuts, others, unsubscribe);

    const after = await everythingOf(site);
    const wanted = endOf(site, uncut, after);
    expect(wanted.execution).toBe("SUCCEEDED");
    expect(wanted.history).toEqual(["1 recorded", "2 assessed", "3 carried out", "4 concluded"]);
    expect(wanted.records.find(({ sk }) => sk.startsWith("consent#"))?.attributes).toContain("endedAt");
    expect(
      differences(site, cuts, { people: others, struck, wanted, after }),
      JSON.stringify(wanted),
    ).toEqual([]);
    for (const table of ["Records", "Keys", "Fleeting"] as const)
      expect(ofBystander(after.tables[table])).toEqual(ofBystander(before.tables[table]));
    process.stdout.write(`${countOf(cuts)} cuts of ${all.length} calls\n`);
  }, 600_000);
});
