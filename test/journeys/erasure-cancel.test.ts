import { describe, expect, it } from "vitest";
import {
  type Asking,
  asking,
  confirm,
  confirmed,
  erasureStack,
  lastLetters,
  personal,
  sendForm,
  settled,
} from "./erasing.ts";
import { json, urlencoded } from "./visitor.ts";

const patient = await erasureStack(3600);
const prompt = await erasureStack();

/** The link to one's own request. */
async function statusToken(stack: typeof prompt, { email }: Asking): Promise<string> {
  const received = (await stack.inbox.lettersTo(email)).find((letter) => letter.statusToken !== "");
  return received?.statusToken ?? "";
}

async function cooling() {
  const asked = await asking(patient);
  await sendForm(patient, asked.email);
  await confirmed(patient, asked);
  return { asked, token: await statusToken(patient, asked) };
}

const subjects = async (stack: typeof prompt, { email }: Asking) =>
  (await lastLetters(stack, email)).map(({ subject }) => subject);

describe("an erasure that is cancelled while it cools off", () => {
  it.each(["session", "token"] as const)(
    "by the %s leaves everything, and says so in one letter",
    async (how) => {
      const { asked, token } = await cooling();
      const before = await personal(patient, asked.pk);
      expect(before.length).toBeGreaterThan(2);
      if (how === "session") await asked.browser.post("/request/session", urlencoded({ token }));
      const answer = await asked.browser.post(
        "/request/cancel",
        how === "session" ? urlencoded({}) : json({ token }),
      );
      expect(answer.status, answer.text).toBe(200);
      await patient.settled();
      const withoutStatus = (items: typeof before) => items.map(({ pk, sk, sealed }) => ({ pk, sk, sealed }));
      expect(withoutStatus(await personal(patient, asked.pk))).toEqual(withoutStatus(before));
      expect(await patient.tables.record(asked.reference)).toMatchObject({ status: "cancelled" });
      expect(await subjects(patient, asked)).toEqual(["Your request is cancelled"]);
    },
  );

  it("is left alone by its machine when that wakes up", async () => {
    const slow = await erasureStack(2);
    const asked = await asking(slow);
    await confirm(asked);
    const token = await statusToken(slow, asked);
    expect((await asked.browser.post("/request/cancel", json({ token }))).status).toBe(200);
    await settled(slow);
    expect(slow.executions()).toMatchObject([{ status: "SUCCEEDED" }]);
    expect(await slow.tables.record(asked.reference)).toMatchObject({ status: "cancelled" });
    expect(await personal(slow, asked.pk)).toHaveLength(2);
    expect(await subjects(slow, asked)).toEqual(["Your request is cancelled"]);
    await slow.stop();
  });
});

it("Cancelled in the moment in which it begins, it is one of the two, and one letter says which: 20 times", async () => {
  const ends = { cancelled: 0, erased: 0 };
  for (let n = 0; n < 20; n += 1) {
    const asked = await asking(prompt);
    await sendForm(prompt, asked.email);
    const begins = (calls: number) =>
      prompt.calls().filter(({ caller }) => caller.startsWith("ErasureErase")).length >= calls;
    prompt.gateway.clear();
    await confirm(asked);
    const token = await statusToken(prompt, asked);
    // Somewhat earlier or later around the one write that decides.
    await expect.poll(() => begins(n % 4), { timeout: 10_000, interval: 1 }).toBe(true);
    const answer = await asked.browser.post("/request/cancel", json({ token }), {
      accept: "application/json",
    });
    await settled(prompt);
    const { status, begunAt } = await prompt.tables.record(asked.reference);
    const left = await personal(prompt, asked.pk);
    if (answer.status === 200) {
      expect([status, begunAt, left.length > 2]).toEqual(["cancelled", undefined, true]);
      expect(await subjects(prompt, asked)).toEqual(["Your request is cancelled"]);
      ends.cancelled += 1;
    } else {
      expect([answer.status, answer.json().type]).toEqual([409, expect.stringMatching(/\/too-late$/)]);
      expect([status, left]).toEqual(["completed", []]);
      expect(await subjects(prompt, asked)).toEqual(["Your request is done"]);
      ends.erased += 1;
    }
  }
  process.stdout.write(`cancel against begin: ${JSON.stringify(ends)}\n`);
});
