import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import {
  type Call,
  callsOfOne,
  confirmCut,
  countOf,
  cutsOf,
  differences,
  endOf,
  everythingOf,
} from "./cutting.ts";
import { type Asking, confirm, erasureStack, manyAsking, personal, sendForm, settled } from "./erasing.ts";
import type { Item } from "./tables.ts";

const site = await erasureStack();

/** People with something in every holder that a machine may empty by itself, and with a letter that still waits. */
async function somebody(count: number): Promise<Asking[]> {
  const people = await manyAsking(
    site,
    Array.from({ length: count }, () => given.address()),
  );
  const send = async ({ email, subject, pk }: Asking) => {
    const reference = await sendForm(site, email);
    await site.buckets.put("StoresAttachments", `${subject}/${reference}/cv`, "sealed");
    await site.buckets.put("StoresExports", `${subject}/${reference}/export.zip`, "sealed");
    const consent = {
      pk,
      sk: `consent#${reference}#newsletter`,
      reference,
      givenAt: new Date().toISOString(),
    };
    await site.tables.put("Records", consent);
  };
  await Promise.all(people.map(send));
  return people;
}

async function calls(): Promise<Call[]> {
  const [asked] = await somebody(1);
  if (asked === undefined) throw new Error("nobody");
  return await callsOfOne(site, asked);
}

describe("every call of AWS from the start of an erasure to its last letter", async () => {
  await calls();
  const all = await calls();
  const cuts = cutsOf(all, ({ caller }) => /^(Erasure(?!Machine)|Fulfilment)/.test(caller));

  it(`can be cut, ${countOf(cuts)} cuts of ${all.length} calls: it ends as the uncut one, with one last letter`, async () => {
    const [uncut, bystander, ...people] = await somebody(cuts.length + 2);
    if (uncut === undefined || bystander === undefined) throw new Error("nobody");
    await site.settled();
    const before = await everythingOf(site);
    const ofBystander = (items: readonly Item[]) => items.filter(({ pk }) => pk === bystander.pk);

    await confirm(uncut);
    await settled(site);
    const struck = await confirmCut(site, cuts, people);

    const after = await everythingOf(site);
    const wanted = endOf(site, uncut, after);
    expect(wanted).toMatchObject({ keys: [], objects: [], ledger: 1, execution: "SUCCEEDED" });
    expect(wanted.letters.filter((subject) => subject === "Your request is done")).toHaveLength(1);
    expect(await personal(site, uncut.pk)).toEqual([]);
    expect(differences(site, cuts, { people, struck, wanted, after }), JSON.stringify(wanted)).toEqual([]);
    for (const table of ["Records", "Keys", "Fleeting"] as const)
      expect(ofBystander(after.tables[table])).toEqual(ofBystander(before.tables[table]));
    process.stdout.write(`${countOf(cuts)} cuts of ${all.length} calls\n`);
  }, 600_000);
});
