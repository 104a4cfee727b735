import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { callsOfOne, confirmCut, countOf, cutsOf, differences, endOf, everythingOf } from "./cutting.ts";
import { type Asking, confirm, erasureStack, manyAsking, settled } from "./erasing.ts";
import { write } from "./exporting.ts";
import type { Item } from "./tables.ts";

const site = await erasureStack();

/** People who have asked for a copy and sent a form, with a letter that still waits. */
async function somebody(count: number): Promise<Asking[]> {
  const people = await manyAsking(
    site,
    Array.from({ length: count }, () => given.address()),
    "access",
  );
  await Promise.all(people.map(({ email }) => write(site, email, "Where is my parcel?")));
  await site.settled();
  return people;
}

async function calls() {
  const [asked] = await somebody(1);
  if (asked === undefined) throw new Error("nobody");
  return await callsOfOne(site, asked);
}

describe("every call of AWS from the start of an export to the letter that says it is ready", async () => {
  await calls();
  const all = await calls();
  const cuts = cutsOf(all, ({ caller }) => /^(Export(?!Machine)|Fulfilment)/.test(caller));

  it(`can be cut, ${countOf(cuts)} cuts of ${all.length} calls: it ends as the uncut one, with one copy and one letter`, async () => {
    const [uncut, bystander, ...people] = await somebody(cuts.length + 2);
    if (uncut === undefined || bystander === undefined) throw new Error("nobody");
    const before = await everythingOf(site);
    const ofBystander = (items: readonly Item[]) => items.filter(({ pk }) => pk === bystander.pk);
    await confirm(uncut);
    await settled(site);
    const struck = await confirmCut(site, cuts, people);

    const after = await everythingOf(site);
    const wanted = endOf(site, uncut, after);
    expect(wanted.objects).toEqual([expect.stringMatching(/^StoresExports\w+\/…\/…\/bundle.zip$/)]);
    expect(wanted.execution).toBe("SUCCEEDED");
    expect(wanted.letters.filter((subject) => subject === "Your copy is ready")).toHaveLength(1);
    expect(differences(site, cuts, { people, struck, wanted, after }), JSON.stringify(wanted)).toEqual([]);
    for (const table of ["Records", "Keys", "Fleeting"] as const)
      expect(ofBystander(after.tables[table])).toEqual(ofBystander(before.tables[table]));
    process.stdout.write(`${countOf(cuts)} cuts of ${all.length} calls\n`);
  }, 600_000);
});
