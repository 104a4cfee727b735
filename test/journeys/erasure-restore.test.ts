import { describe, expect, it } from "vitest";
import { verifyReceipt } from "../../infra/operate/receipt.ts";
import { staffOf } from "../desk/staff.ts";
import {
  asking,
  confirmed,
  erasureStack,
  itemsOf,
  lastLetters,
  personal,
  sendForm,
  settled,
} from "./erasing.ts";
import type { Item } from "./tables.ts";
import { json } from "./visitor.ts";

const site = await erasureStack();
const staff = staffOf(site);

describe("the restore drill", () => {
  it("a copy of the tables that is put back is erased again; what came after the erasure stays, and so do others", async () => {
    const asked = await asking(site);
    const bystander = await asking(site);
    for (const { email, reference } of [asked, bystander]) {
      await site.tables.forgetLettersTo(reference);
      await sendForm(site, email);
      const { token } = await site.inbox.letterTo(email);
      expect((await site.program().post("/verify", json({ token }))).status).toBe(200);
    }
    await site.settled();
    const copy = await site.tables.everything();
    const before = await personal(site, asked.pk);
    expect(before.map(({ sk }) => sk?.split("#")[0])).toEqual([
      undefined,
      "consent",
      "request",
      "submission",
    ]);

    await confirmed(site, asked);
    expect(await personal(site, asked.pk)).toEqual([]);
    const toldBefore = await lastLetters(site, asked.email);
    expect(toldBefore).toHaveLength(1);
    // They come again, with a form that is confirmed and one that is still to be.
    const confirmedForm = await sendForm(site, asked.email);
    const { token } = await site.inbox.letterTo(asked.email);
    expect((await site.program().post("/verify", json({ token }))).status).toBe(200);
    await site.tables.forgetLettersTo(confirmedForm);
    const open = await sendForm(site, asked.email);
    const fresh = await site.inbox.letterTo(asked.email);
    const anew = (await itemsOf(site, [asked.pk])).filter(
      ({ reference }) => reference === confirmedForm || reference === open,
    );
    expect(anew.length).toBeGreaterThanOrEqual(5);

    // The copy is put back over what is there; the key they have now is what opens what they sent anew.
    const keys = new Set((await site.tables.items("Keys")).map(({ pk }) => pk));
    const theirs = ({ pk }: Item) => pk === asked.pk;
    for (const item of copy.Records.filter(theirs)) await site.tables.put("Records", item);
    for (const item of copy.Fleeting.filter(theirs)) await site.tables.put("Fleeting", item);
    for (const item of copy.Keys.filter(theirs)) if (!keys.has(item.pk)) await site.tables.put("Keys", item);
    await site.settled();
    const other = await itemsOf(site, [bystander.pk]);

    const { code, out, err } = await staff.replayLedger("--json", "--wait", "1");
    expect([code, err]).toEqual([0, ""]);
    const [replayed] = JSON.parse(out);
    expect(replayed).toMatchObject({ reference: asked.reference, status: "done", retained: 0 });
    expect(replayed.removed).toBeGreaterThanOrEqual(3);
    const { keys: published } = (await site.program().get("/.well-known/jwks.json")).json() as {
      keys: { kty: string }[];
    };
    expect(await verifyReceipt(replayed.receipt, published)).toMatchObject({
      verifies: true,
      claims: { replay: true },
    });
    expect((await staff.verifyAudit()).code).toBe(0);

    const brought = new Set(before.map(({ sk }) => sk).filter((sk) => sk !== undefined));
    expect((await personal(site, asked.pk)).filter(({ sk }) => brought.has(sk ?? ""))).toEqual([]);
    const after = await itemsOf(site, [asked.pk]);
    for (const item of anew) expect(after).toContainEqual(item);
    expect(await itemsOf(site, [bystander.pk])).toEqual(other);
    expect(await lastLetters(site, asked.email)).toEqual(toldBefore);
    expect((await site.program().post("/verify", json({ token: fresh.token }))).json()).toMatchObject({
      reference: open,
    });
  });

  it("who was erased and has not come again has nothing left after it, not even a key", async () => {
    const asked = await asking(site);
    const reference = await sendForm(site, asked.email);
    await site.settled();
    const copy = await site.tables.everything();
    await confirmed(site, asked);
    const entry = (await site.tables.items("Records")).filter(({ pk }) => pk === asked.pk);
    expect(entry.map(({ sk }) => sk).sort()).toEqual([`request#${asked.reference}`, "suppression"]);
    for (const table of ["Records", "Keys"] as const)
      for (const item of copy[table])
        if (item.pk === asked.pk && !item.sk?.startsWith("outbox#")) await site.tables.put(table, item);
    expect(await site.tables.record(reference)).toHaveProperty("sealed");
    expect((await staff.replayLedger("--wait", "1")).code).toBe(0);
    expect(await personal(site, asked.pk)).toEqual([]);
    await settled(site);
  });

  it("a replay that cannot go on fails where who started it sees it, and not in silence", async () => {
    const asked = await asking(site);
    await confirmed(site, asked);
    const heal = site.gateway.inject({
      ...{ caller: "ErasureErase", action: "s3:ListObjectsV2", when: "before" },
      times: Number.POSITIVE_INFINITY,
    });
    const since = new Date().toISOString().slice(0, 10);
    const failed = await staff.replayLedger("--json", "--since", since, "--wait", "2");
    heal();
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.out).map(({ status }: { status: string }) => status)).toContain("failed");
    expect((await staff.replayLedger("--wait", "1")).code).toBe(0);
  }, 120_000);
});

describe("the histories", () => {
  const event = async (reference: string, sequence: number) => {
    const found = (await site.tables.items("Audit")).find(
      (item) => item.pk === `request#${reference}` && item.sequence === sequence,
    );
    if (found === undefined) throw new Error(`there is no event ${sequence}`);
    return found;
  };
  const put = (item: object) => site.tables.put("Audit", item as Item);
  const tampering: Readonly<Record<string, readonly [(reference: string) => Promise<void>, string]>> = {
    changed: [
      async (reference) => put({ ...(await event(reference, 2)), by: "nobody" }),
      "event 2 was changed",
    ],
    dropped: [
      async (reference) => site.tables.remove("Audit", await event(reference, 3)),
      "event 3 is missing",
    ],
    swapped: [
      async (reference) => {
        const [two, three] = [await event(reference, 2), await event(reference, 3)];
        await put({ ...two, sequence: 3 });
        await put({ ...three, sequence: 2 });
      },
      "event 2 was changed",
    ],
    repeated: [async (reference) => put({ ...(await event(reference, 5)), sequence: 6 }), "event 6"],
    truncated: [
      async (reference) => site.tables.remove("Audit", await event(reference, 5)),
      "event 5 and what came after is cut off",
    ],
  };

  it.each(Object.entries(tampering))(
    "an event that was %s is found, with its place",
    async (_, [tamper, place]) => {
      const asked = await asking(site);
      await confirmed(site, asked);
      expect((await staff.verifyAudit()).code).toBe(0);
      const copy = (await site.tables.items("Audit")).filter(({ pk }) => pk === `request#${asked.reference}`);
      expect(copy).toHaveLength(5);
      await tamper(asked.reference);
      const { code, err } = await staff.verifyAudit();
      expect(code).toBe(1);
      const shown = asked.reference.replace(/(.{4})(?=.)/g, "$1-");
      expect(err).toContain(`${shown}: ${place}`);
      expect(err).toContain("1 not whole");
      for (const item of await site.tables.items("Audit"))
        if (item.pk === `request#${asked.reference}`) await site.tables.remove("Audit", item);
      for (const item of copy) await put(item);
    },
  );
});
