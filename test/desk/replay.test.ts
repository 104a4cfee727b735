import { describe, expect, it } from "vitest";
import type { Replay } from "../../functions/desk/answer.ts";
import { verifyReceipt } from "../../infra/operate/receipt.ts";
import { given } from "../given.ts";
import type { Item } from "../journeys/tables.ts";
import { json } from "../journeys/visitor.ts";
import { requestOf, staffOf } from "./staff.ts";

/** The stack as it is, but for a cooling-off that nobody has to sit out. */
function withoutCoolingOff() {
  const assembly = given.assembly();
  for (const { Type, Properties } of Object.values(assembly.template.Resources)) {
    const variables = (Properties?.Environment as { Variables?: Record<string, unknown> } | undefined)
      ?.Variables;
    if (Type === "AWS::Lambda::Function" && variables?.COOLING_OFF !== undefined) variables.COOLING_OFF = "0";
  }
  return assembly;
}

const stack = await given.localStack({ assembly: withoutCoolingOff() });
const staff = staffOf(stack);

/** What nobody may find any more: sealed items of the person, and their key. */
async function personal(pk: string): Promise<Item[]> {
  const { Records, Keys } = await stack.tables.everything();
  return [
    ...Records.filter((item) => item.pk === pk && item.sealed !== undefined),
    ...Keys.filter((item) => item.pk === pk),
  ];
}

describe("after a table was restored from a backup", () => {
  it("replay-ledger erases again what it brought back, proves zero, and gives a receipt", async () => {
    const email = given.address();
    for (let i = 0; i < 2; i += 1)
      await stack.program().post("/forms/newsletter", json(given.newsletter(email)));
    await stack.settled();
    const { pk } = (await stack.tables.items("Records")).find(({ sk }) =>
      sk?.startsWith("submission#"),
    ) as Item;
    const backup = await stack.tables.everything();
    const before = await personal(pk);
    expect(before.length).toBeGreaterThan(2);

    await stack.tables.forgetLettersTo((before[0]?.reference ?? "") as string);
    const { reference } = await requestOf(stack, "erase", email);
    expect(await personal(pk)).toEqual([]);

    for (const table of ["Records", "Keys"] as const)
      for (const item of backup[table]) await stack.tables.put(table, item);
    expect(await personal(pk)).toEqual(before);

    const { code, out, err } = await staff.replayLedger("--json", "--wait", "1");
    expect([code, err]).toEqual([0, ""]);
    const [replayed, ...others] = JSON.parse(out);
    expect(others).toEqual([]);
    expect(replayed).toMatchObject({ reference, status: "done", retained: 0 });
    expect(await personal(pk)).toEqual([]);

    expect(await verifyReceipt(replayed.receipt)).toMatchObject({
      verifies: true,
      claims: { reference, replay: true },
    });
    const history = (await stack.tables.items("Audit")).filter(
      (event) => event.pk === `request#${reference}`,
    );
    expect(history.map(({ what, by }) => `${what} (${by})`)).toContain("replay started (tess)");
    expect((await staff.verifyAudit()).code).toBe(0);
  });

  it("can be replayed any number of times: what is gone stays gone", async () => {
    const { code, out } = await staff.replayLedger("--wait", "1");
    expect(code).toBe(0);
    expect(out).toContain("zero left of all of them");
  });
});

/** An erasure of which everything is done but the letter; it waits for the staff. */
async function unfinished() {
  const heal = stack.gateway.inject({
    ...{ caller: "FulfilmentConclude", action: "ses:SendRawEmail", when: "before" },
    times: Number.POSITIVE_INFINITY,
  });
  const { email, reference } = await requestOf(stack, "erase");
  heal();
  const request = await stack.tables.record(reference);
  expect(request).toMatchObject({ status: "awaiting-person", begunAt: expect.any(String) });
  return { email, reference, request };
}

describe("an erasure that has begun and is not over", () => {
  it("is left to its own machine: approved, it ends with its letter and its receipt, and then it can be replayed", async () => {
    const { email, reference } = await unfinished();

    const replayed = await staff.replayLedger("--json", "--wait", "1");
    expect(replayed.code).toBe(1);
    expect(JSON.parse(replayed.out)).toContainEqual({ reference, status: "under-way" });
    expect((await staff.replayLedger("--wait", "1")).err).toContain("still under way");
    expect(await stack.tables.record(reference)).toMatchObject({ status: "awaiting-person" });

    expect(await staff.desk("approve", reference)).toMatchObject({ code: 0, err: "" });
    await stack.settled();
    await stack.executionsSettled();
    await stack.settled();
    const request = await stack.tables.record(reference);
    expect(request).toMatchObject({ status: "completed", outcomes: expect.any(Array) });
    expect(request).toHaveProperty("receipt");
    const letters = await stack.inbox.lettersTo(email);
    expect(letters.filter(({ subject }) => /is done/.test(subject))).toHaveLength(1);
    expect((await staff.replayLedger("--wait", "1")).code).toBe(0);
    expect((await staff.verifyAudit()).code).toBe(0);
  }, 120_000);

  it("is erased again where the restore took its request back to before it began, and the staff is told", async () => {
    const { reference, request } = await unfinished();
    const { begunAt: _, awaits: __, ...before } = request;
    await stack.tables.put("Records", { ...before, status: "in-progress" });
    await stack.tables.remove("Records", { pk: request.pk, sk: "tombstone" });

    const { code, out } = await staff.replayLedger("--json", "--wait", "1");

    expect(code).toBe(0);
    const [replayed] = JSON.parse(out).filter((one: Replay) => one.reference === reference);
    expect(replayed).toMatchObject({ status: "done", retained: 0, cutOff: true });
    expect(await personal(request.pk)).toEqual([]);
  }, 120_000);
});

describe("requests that a restore takes back to before their end", () => {
  it("end again as their histories say, so that they keep nothing of whom the ledger erases; the others go on", async () => {
    const erased = await requestOf(stack, "complaint");
    const answered = await requestOf(stack, "complaint");
    const open = await requestOf(stack, "complaint");
    const backup = await stack.tables.items("Records");
    for (const { reference } of [erased, answered])
      expect((await staff.desk("approve", reference)).code).toBe(0);
    expect((await staff.desk("show", open.reference, "--reveal")).code).toBe(0);
    await stack.settled();
    await stack.executionsSettled();
    await stack.tables.forgetLettersTo(erased.reference);
    await requestOf(stack, "erase", erased.email);
    const ends = await Promise.all([erased, answered].map(({ reference }) => stack.tables.record(reference)));

    for (const item of backup) await stack.tables.put("Records", item);
    const { code, out, err } = await staff.replayLedger("--json", "--wait", "1");

    expect([code, err]).toEqual([0, ""]);
    const said = JSON.parse(out) as { reference: string; status: string; retained?: number }[];
    expect(said.every(({ retained = 0 }) => retained === 0)).toBe(true);
    const statusOf = ({ reference }: { reference: string }) =>
      said.find((one) => one.reference === reference)?.status;
    expect([erased, answered, open].map(statusOf)).toEqual(["settled", "settled", "caught-up"]);
    for (const { reference, concludedAt } of ends) {
      const request = await stack.tables.record(String(reference));
      expect(request).toMatchObject({ status: "completed", concludedAt, due: expect.any(String) });
      for (const attribute of ["open", "deadline", "awaits"]) expect(request).not.toHaveProperty(attribute);
    }
    const { pk } = await stack.tables.record(erased.reference);
    expect(await personal(pk)).toEqual([]);
    expect((await staff.verifyAudit()).code).toBe(0);
    expect((await staff.desk("approve", open.reference)).code).toBe(0);
    await stack.executionsSettled();
    expect(await stack.tables.record(open.reference)).toMatchObject({ status: "completed" });
    const again = JSON.parse((await staff.replayLedger("--json", "--wait", "1")).out) as { status: string }[];
    expect(again.map(({ status }) => status)).not.toContain("settled");
  }, 120_000);
});
