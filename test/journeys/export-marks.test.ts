import { describe, expect, it } from "vitest";
import { FOR_A_CLAIM, staffOf } from "../desk/staff.ts";
import { given } from "../given.ts";
import { newCode, type Ready, sessionOn } from "./downloading.ts";
import { type Asking, asking, confirmed, erasureStack, settled } from "./erasing.ts";
import { apply, copyOf, exported, objectsOf, standing, write } from "./exporting.ts";

const site = await erasureStack();
const staff = staffOf(site);
const ELSEWHERE = { sendTo: "https://nobody.example.com/receive" };

const request = ({ reference }: Asking) => site.tables.record(reference);
const dataOf = async (asked: Asking) => JSON.stringify((await copyOf(site, asked))?.data);
const desk = async (...words: string[]) => {
  const said = await staff.desk(...words);
  expect(said.code, `${words.join(" ")}: ${said.err}`).toBe(0);
  return said.out;
};
const waitsFor = async ({ reference }: Asking) => {
  const answer = await staff.ask({ act: "list" });
  if (answer.outcome !== "done") throw new Error(answer.outcome);
  return answer.requests.find((one) => one.reference === reference)?.waitsFor;
};
const history = async (reference: string) =>
  (await site.tables.items("Audit"))
    .filter(({ pk }) => pk === `request#${reference}`)
    .sort((one, other) => Number(one.sequence) - Number(other.sequence))
    .map(({ what }) => what);

describe("what is marked while a copy waits for the desk", () => {
  it("is looked at before the copy goes anywhere: an application, a flag", async () => {
    const asked = await exported(site, "portability", given.address(), ELSEWHERE);
    expect(await waitsFor(asked)).toBe(
      "a decision: it is to be sent to a controller that is not on the list",
    );
    await apply(site, asked.email);
    await desk("flag", await write(site, asked.email, "My neighbour Max Muster saw it."));
    await desk("approve", asked.reference);
    await settled(site);
    expect(await request(asked)).toMatchObject({ status: "awaiting-person" });
    expect(await waitsFor(asked)).toBe("a decision: there is a job application; a record is flagged");
    expect(await request(asked)).not.toHaveProperty("sent");
    expect(await objectsOf(site, asked)).not.toContain("bundle.zip");

    await desk("approve", asked.reference);
    await settled(site);
    expect(await request(asked)).toMatchObject({ status: "completed", sent: { outcome: "unreachable" } });
  }, 60_000);

  it("and masked is masked in the copy, though it was collected before", async () => {
    const heal = site.gateway.inject({
      ...{ caller: "ExportMake", action: "s3:ListObjectsV2", when: "before" },
      times: Number.POSITIVE_INFINITY,
    });
    const asked = await asking(site, "access");
    const record = await write(site, asked.email, "My neighbour Max Muster saw it.");
    await confirmed(site, asked);
    heal();
    expect(await waitsFor(asked)).toContain("could not be read");
    await desk("mask", record, "--field", "message", "--words", "Max Muster");
    await desk("approve", asked.reference);
    await settled(site);
    expect(await request(asked)).toMatchObject({ status: "completed", bundle: { missing: [] } });
    expect(await dataOf(asked)).toContain("[masked: about another person] saw it.");
    expect(await dataOf(asked)).not.toContain("Muster");
  }, 60_000);

  it("by the staff who then take the mark away again holds nobody up twice", async () => {
    const asked = await asking(site, "access");
    const [one, other] = [await write(site, asked.email, "One"), await write(site, asked.email, "Other")];
    await desk("flag", one);
    await desk("flag", other);
    await confirmed(site, asked);
    expect(await waitsFor(asked)).toBe("a decision: records are flagged");
    await desk("unflag", one);
    await desk("approve", asked.reference);
    await settled(site);
    expect(await request(asked)).toMatchObject({ status: "completed" });
  });
});

describe("a copy that is ready when a record in it is", () => {
  const ready = async (rest: object = {}) => {
    const asked = await asking(site, "access", given.address(), rest);
    const record = await write(site, asked.email, "My neighbour Max Muster saw it.");
    await confirmed(site, asked);
    expect(await request(asked)).toMatchObject({ status: "completed" });
    return { asked, record };
  };

  it.each([
    ["flagged", (record: string) => ["flag", record]],
    ["masked", (record: string) => ["mask", record, "--field", "message", "--words", "Max Muster"]],
  ])(
    "%s is taken back, and its person is told and can ask again",
    async (_, words) => {
      const { asked, record } = await ready();
      const letters = await site.inbox.lettersTo(asked.email);
      const statusToken = letters.findLast((letter) => letter.statusToken !== "")?.statusToken ?? "";
      const person = { email: asked.email, statusToken } as Ready;
      const session = await sessionOn(site, person);
      const code = await newCode(site, session, person);
      for (let times = 0; times < 2; times += 1)
        expect(await desk(...words(record))).toMatch(
          times === 0 ? /1 copy .* taken back/ : /^(?!.*taken back)/s,
        );

      expect((await session.post("/request/download", { code })).status).toBe(410);
      expect(await objectsOf(site, asked)).toEqual([]);
      expect(await standing(site, asked)).not.toHaveProperty("download");
      expect((await history(asked.reference)).slice(-2)).toEqual(["copy withdrawn", "copy erased"]);
      await site.settled();
      const told = (await site.inbox.lettersTo(asked.email)).filter(({ subject }) =>
        /taken back/.test(subject),
      );
      expect(told).toHaveLength(1);
      expect(told[0]?.text).toContain(`${site.url}/rights/access`);

      await site.tables.forgetLettersTo(asked.reference);
      const again = await asking(site, "access", asked.email);
      await confirmed(site, again);
      if (words(record)[0] === "flag") await desk("approve", again.reference);
      await settled(site);
      expect((await dataOf(again)).includes("Muster")).toBe(words(record)[0] === "flag");
    },
    30_000,
  );

  it("and not in it stays: it came later, before the day that was asked for, or the answer has no records", async () => {
    const old = { since: "2026-01-31" };
    const [later, narrow] = [await ready(), await asking(site, "access", given.address(), old)];
    const record = await write(site, narrow.email, "Old");
    const item = await site.tables.record(record);
    await site.tables.put("Records", { ...item, receivedAt: "2026-01-30T23:59:59.999Z" });
    await confirmed(site, narrow);
    const small = await asking(site, "confirm");
    const counted = await write(site, small.email, "Counted only");
    await confirmed(site, small);
    for (const one of [await write(site, later.asked.email, "New"), record, counted])
      expect(await desk("flag", one)).not.toContain("taken back");
    for (const asked of [later.asked, narrow, small])
      expect(await objectsOf(site, asked)).toEqual(["bundle.zip"]);
  });

  it("and under a legal hold stays in the bucket, and nobody gets it", async () => {
    const { asked, record } = await ready();
    await desk("hold", asked.reference, "--scope", "holder", "export-bundles", ...FOR_A_CLAIM);
    expect(await desk("flag", record)).toContain("1 copy");
    expect(await objectsOf(site, asked)).toEqual(["bundle.zip"]);
    expect(await standing(site, asked)).toMatchObject({ download: { available: false } });
    expect((await history(asked.reference)).at(-1)).toBe("copy withdrawn");
  });
});
