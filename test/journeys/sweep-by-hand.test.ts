import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { AskDesk } from "../../infra/operate/ask-desk.ts";
import { openMachine } from "../../infra/operate/open-machine.ts";
import { runSweep } from "../../infra/operate/sweep-program.ts";
import { hear, staffOf } from "../desk/staff.ts";
import { given } from "../given.ts";
import { json } from "./visitor.ts";

const stack = await given.localStack();
const staff = staffOf(stack);
const places = {
  machine: () => openMachine({ stack: "Habeas" }, { PORT: new URL(stack.url).port }),
  desk: async (): Promise<AskDesk> => staff.ask,
};
const sweep = (...args: string[]) => hear((terminal) => runSweep(args, places, terminal));

/** A form that nobody has confirmed yet. @returns its reference */
async function unverified(): Promise<string> {
  const email = given.address();
  await stack.program().post("/forms/newsletter", json(given.newsletter(email)));
  return (await stack.inbox.letterTo(email)).reference;
}

const submissions = async () =>
  (await stack.tables.items("Records")).filter(({ sk }) => sk?.startsWith("submission#"));

/** The day on which the only submission is due. */
const dueDay = async () => String((await submissions())[0]?.due);

async function lastNight(): Promise<string> {
  const answer = await staff.ask({ act: "sweeps", most: 1 });
  return (answer.outcome === "done" && answer.nights[0]?.night) || "none";
}

describe("npm run sweep", () => {
  it("shows what would go and leaves it; then it goes, and the desk lists the night", async () => {
    await unverified();
    const night = await dueDay();
    const preview = await sweep("--at", night, "--preview");
    expect([preview.code, preview.err]).toEqual([0, ""]);
    expect(preview.out).toMatch(new RegExp(`unverified +${night} +1`));
    expect(await submissions()).toHaveLength(1);

    const { code, out, err } = await sweep("--at", night);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/unverified +1 +0 +0 +0/);
    expect(await submissions()).toEqual([]);
    expect((await staff.desk("sweeps")).out).toMatch(new RegExp(`${night} +done +1 +0 +0 +0 +none`));
  });

  it("runs a night again that is done, and finds nothing; the weekly one proves it", async () => {
    const { code, out } = await sweep("--at", await lastNight(), "--proof");
    expect(code).toBe(0);
    expect(out).toContain("not in the index as it should be: 0.");
  });
});

describe("the schedule", () => {
  it("starts the night in its own role", async () => {
    await stack.runSchedule("RetentionEveryNight", new Date("2026-12-24T02:30:00Z"));
    await stack.executionsSettled();
    const { out } = await staff.desk("sweeps", "--most", "20");
    expect(out).toMatch(/2026-12-24 +done/);
    expect(stack.calls().filter(({ refusal }) => refusal !== undefined)).toEqual([]);
  });
});

/** Comments of so many people, written long ago; nobody can open them. */
async function oldComments(count: number): Promise<void> {
  await unverified();
  const [first] = await submissions();
  if (first === undefined) throw new Error("nothing was submitted");
  const letter = (i: number) => "abcdefghijklmnopqrstuvwxyz234567".charAt(i % 32);
  const many = Array.from({ length: count }, (_, i) => {
    const reference = `7Q2M0V9K4XBD${1000 + i}`;
    return {
      ...first,
      pk: `${first.pk.slice(0, -2)}${letter(i >> 5)}${letter(i)}`,
      sk: `submission#${reference}`,
      ...{ reference, form: "comment", retention: "comment", status: "confirmed" },
      ...{ receivedAt: "2020-01-01T12:00:00.000Z", confirmedAt: "2020-01-01T12:00:00.000Z" },
      ...{ due: "2023-01-02", dueAs: "comment" },
    };
  });
  await stack.tables.putAll("Records", many);
}

describe("more than usual", () => {
  it("waits for a person, with its manifest; only that goes, and then it does; all else goes meanwhile", async () => {
    await oldComments(120);
    await unverified();
    const night = Temporal.Now.plainDateISO("UTC").add({ days: 9 }).toString();
    const { code, err } = await sweep("--at", night);
    expect(code).toBe(1);
    expect(err).toMatch(/unverified +2 +0 +0 +0/);
    expect(err).toContain("Kept until a person has agreed, as more would go than usual: comment 120.");
    expect(err).toContain("120 of 120");
    expect(err).toMatch(/comment +2023-01-02 +120/);
    const [, manifest = ""] = /approve-sweep \S+ --manifest ([0-9a-f]{64})/.exec(err) ?? [];
    expect(await submissions()).toHaveLength(120);

    await unverified();
    const next = await sweep("--at", Temporal.PlainDate.from(night).add({ days: 1 }).toString());
    expect([next.code, next.err]).toEqual([0, ""]);
    expect(next.out).toMatch(/unverified +1 +0 +0 +0/);
    expect(next.out).toContain("comment 120");

    const approved = await staff.desk("approve-sweep", night, "--manifest", manifest);
    expect([approved.code, approved.err]).toEqual([0, ""]);
    await stack.executionsSettled();
    expect(await submissions()).toEqual([]);
    expect((await staff.desk("sweeps")).out).toMatch(new RegExp(`${night} +done +122`));
  });
});
