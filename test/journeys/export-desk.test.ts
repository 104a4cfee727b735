import { describe, expect, it } from "vitest";
import { staffOf } from "../desk/staff.ts";
import { given } from "../given.ts";
import { asking, confirmed, erasureStack, lastLetters, settled } from "./erasing.ts";
import {
  apply,
  applyUnconfirmed,
  copyOf,
  exported,
  objectsOf,
  readyLetters,
  standing,
  write,
} from "./exporting.ts";
import { urlencoded } from "./visitor.ts";

const site = await erasureStack();
const staff = staffOf(site);

const status = async ({ reference }: { reference: string }) => (await site.tables.record(reference)).status;
const listed = async ({ reference }: { reference: string }) => {
  const answer = await staff.ask({ act: "list" });
  if (answer.outcome !== "done") throw new Error(answer.outcome);
  return answer.requests.find((one) => one.reference === reference)?.waitsFor;
};
const dataOf = async (asked: Parameters<typeof copyOf>[1]) =>
  JSON.stringify((await copyOf(site, asked))?.data);

describe("a copy with a job application", () => {
  it("waits for the desk, and goes out once it is approved", async () => {
    const asked = await asking(site, "access");
    await apply(site, asked.email);
    await confirmed(site, asked);
    expect(await listed(asked)).toBe("a decision: there is a job application");
    expect(await readyLetters(site, asked.email)).toEqual([]);
    expect(await objectsOf(site, asked)).toEqual([]);
    expect((await staff.desk("approve", asked.reference)).code).toBe(0);
    await settled(site);
    expect(await status(asked)).toBe("completed");
    expect(await readyLetters(site, asked.email)).toHaveLength(1);
  });

  it("that is refused is nowhere, and the person is told why, once", async () => {
    const asked = await asking(site, "access");
    await apply(site, asked.email);
    await confirmed(site, asked);
    expect((await staff.desk("refuse", asked.reference, "--ground", "others-rights")).code).toBe(0);
    await settled(site);
    expect(await status(asked)).toBe("refused");
    expect(await objectsOf(site, asked)).toEqual([]);
    const letters = await lastLetters(site, asked.email);
    expect(letters.map(({ subject }) => subject)).toEqual(["Our answer to your request"]);
    expect(await readyLetters(site, asked.email)).toEqual([]);
  });

  it("that nobody confirmed holds nobody up: a stranger may have sent it, and the copy says so", async () => {
    const asked = await asking(site, "access");
    await applyUnconfirmed(site, asked.email);
    await confirmed(site, asked);
    expect(await status(asked)).toBe("completed");
    expect((await copyOf(site, asked))?.read("records/job-application-1.html")).toContain("Not confirmed");
  });

  it("does not hold up an answer that discloses no record", async () => {
    const asked = await asking(site, "confirm");
    await apply(site, asked.email);
    await confirmed(site, asked);
    expect(await status(asked)).toBe("completed");
  });

  it("that came before the day from which on the copy is wanted does not hold it up", async () => {
    const asked = await asking(site, "access", given.address(), { since: "2026-01-31" });
    const application = await site.tables.record(await apply(site, asked.email));
    await site.tables.put("Records", { ...application, receivedAt: "2026-01-30T23:59:59.999Z" });
    await confirmed(site, asked);
    expect(await status(asked)).toBe("completed");
    expect(await dataOf(asked)).not.toContain("Engineer");
  });
});

describe("a flagged record", () => {
  it("makes a copy wait; other people's words in it are masked before it goes out", async () => {
    const asked = await asking(site, "access");
    const record = await write(site, asked.email, "My neighbour Max Muster saw it. Max Muster!");
    expect((await staff.desk("flag", record, "--note", "names a neighbour")).code).toBe(0);
    await confirmed(site, asked);
    expect(await listed(asked)).toBe("a decision: a record is flagged");
    const shown = await staff.desk("show", asked.reference);
    expect(shown.out).toContain(`Flagged:\n  ${record.replace(/(.{4})(?=.)/g, "$1-")}`);

    const wrong = await staff.desk("mask", record, "--field", "message", "--words", "Maximilian");
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining("not in that field")]);
    for (let times = 0; times < 2; times += 1) {
      const masked = await staff.desk("mask", record, "--field", "message", "--words", "Max Muster");
      expect([masked.code, masked.out]).toEqual([0, "Masked. The record has 1 mask now."]);
    }
    expect((await staff.desk("approve", asked.reference)).code).toBe(0);
    await settled(site);
    const data = await dataOf(asked);
    expect(data).toContain("[masked: about another person] saw it. [masked: about another person]!");
    expect(data).not.toContain("Muster");

    const { Audit, Records } = await site.tables.everything();
    expect(JSON.stringify([Audit, Records])).not.toContain("Muster");
    const history = Audit.filter(({ pk }) => pk === `request#${record}`);
    expect(history.map(({ what, details }) => [what, details])).toEqual([
      ["flagged", { note: "names a neighbour" }],
      ["masked", { masks: 1 }],
    ]);
  });

  it("that is unflagged and unmasked holds nobody up and keeps nothing back", async () => {
    const asked = await asking(site, "access");
    const record = await write(site, asked.email, "My neighbour Max Muster saw it.");
    for (const words of [
      ["flag", record],
      ["mask", record, "--field", "message", "--words", "Max Muster"],
      ["unflag", record],
      ["unmask", record],
      ["unflag", record],
    ])
      expect((await staff.desk(...words)).code, words.join(" ")).toBe(0);
    await confirmed(site, asked);
    expect(await status(asked)).toBe("completed");
    expect(await dataOf(asked)).toContain("Max Muster saw it.");
  });

  it("is found by a request of the same person, and not by anybody else's", async () => {
    const [asked, other] = [await exported(site), await exported(site)];
    const record = await write(site, asked.email, "Hello");
    expect((await staff.desk("flag", record, "--of", asked.reference)).code).toBe(0);
    expect((await staff.desk("flag", record, "--of", other.reference)).err).toContain("no record");
    expect((await staff.desk("flag", "0000000000000000")).err).toContain("no record");
  });
});

describe("a copy that waits for the desk", () => {
  it("can be cancelled by its person: then nothing is left of it", async () => {
    const asked = await asking(site, "access");
    await apply(site, asked.email);
    await confirmed(site, asked);
    await standing(site, asked);
    const cancelled = await asked.browser.post("/request/cancel", urlencoded({ sure: "yes" }));
    expect(cancelled.status).toBe(200);
    await settled(site);
    expect(await status(asked)).toBe("cancelled");
    expect(await objectsOf(site, asked)).toEqual([]);
    const letters = await lastLetters(site, asked.email);
    expect(letters.map(({ subject }) => subject)).toEqual(["Your request is cancelled"]);
    expect(site.executions().find(({ name }) => name === asked.reference)?.status).toBe("SUCCEEDED");
  });
});
