import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { erasureStack } from "../journeys/erasing.ts";
import { json } from "../journeys/visitor.ts";
import { requestOf, staffOf } from "./staff.ts";

const stack = await erasureStack();
const staff = staffOf(stack);

describe("a hold that was placed after the backup", () => {
  it("is missed before anything is erased again; placed again, or looked into, it lets the rest be replayed", async () => {
    const { email, reference: complaint } = await requestOf(stack, "complaint");
    const sent = await stack.program().post("/forms/newsletter", json(given.newsletter(email)));
    const form = `submission#${sent.json().reference}`;
    expect((await staff.desk("approve", complaint)).code).toBe(0);
    await stack.executionsSettled();
    const backup = await stack.tables.items("Records");
    const why = ["--ground", "legal-claim", "--citation", "GDPR 17(3)(e)", "--until", "2099-01-01"];
    const hold = ["hold", complaint, "--scope", "holder", "submissions", "--matter", "M-7", ...why];
    expect((await staff.desk(...hold)).code).toBe(0);
    await stack.tables.forgetLettersTo(complaint);
    const { reference } = await requestOf(stack, "erase", email);
    const kept = async () =>
      (await stack.tables.items("Records")).some(({ sk, sealed }) => sk === form && sealed);
    expect([await kept(), (await stack.tables.record(reference)).status]).toEqual([true, "completed"]);
    const before = new Set(backup.map(({ pk, sk }) => `${pk} ${sk}`));
    for (const item of await stack.tables.items("Records"))
      if (!before.has(`${item.pk} ${item.sk}`)) await stack.tables.remove("Records", item);
    for (const item of backup) await stack.tables.put("Records", item);

    const missed = await staff.replayLedger("--wait", "1");

    expect(missed.code).toBe(1);
    expect(missed.err).toMatch(new RegExp(`${complaint}-[0-9A-F]{8} .*holder submissions.*M-7`));
    expect(await kept()).toBe(true);
    expect((await staff.desk(...hold)).code).toBe(0);
    const replayed = await staff.replayLedger("--json", "--wait", "1");
    expect(JSON.parse(replayed.out)).toContainEqual(expect.objectContaining({ reference, retained: 1 }));
    expect(await kept()).toBe(true);

    expect((await staff.desk("release", "--matter", "M-7")).code).toBe(0);
    expect((await staff.replayLedger("--holds-checked", "--wait", "1")).code).toBe(0);
    expect(await kept()).toBe(false);
  }, 120_000);
});
