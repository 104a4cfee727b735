import { describe, expect, it } from "vitest";
import { type AskDesk, type DeskPlace, openDesk } from "../../../infra/operate/ask-desk.ts";
import {
  type ExecutionState,
  openMachine,
  type RetentionMachine,
} from "../../../infra/operate/open-machine.ts";
import { runSweep } from "../../../infra/operate/sweep-program.ts";
import { hear } from "../../desk/staff.ts";

const manifest = "ab".repeat(32);
const night = {
  night: "2028-01-01",
  at: "2028-01-01T02:30:00Z",
  status: "done",
  startedAt: "2026-11-23T19:00:00Z",
  endedAt: "2026-11-23T19:01:05Z",
  counts: {
    erased: { contact: 12 },
    deIdentified: { webcast: 3 },
    deferred: { contact: { "legal-claim": 1, "open-request": 2 } },
    failed: {},
  },
};
const waits = {
  night: "2028-01-01",
  at: "2028-01-01T02:30:00Z",
  status: "awaiting-person",
  startedAt: "2026-11-23T19:00:00Z",
  manifest,
  preview: { contact: { "2027-12-30": 40, "2028-01-01": 2 } },
  awaits: { reason: "42 of 100 contact" },
};

/** A machine that is found in one state after the other, and what it was started with. */
function sweeping(states: readonly Partial<ExecutionState>[], nights: readonly object[] = []) {
  const started: { name: string; input: object }[] = [];
  const looks = [...states];
  const machine: RetentionMachine = {
    start: async (name, input) => {
      started.push({ name, input });
      return `arn:${name}`;
    },
    look: async () => {
      const [next = {}] = looks.length > 1 ? looks.splice(0, 1) : looks;
      return { status: "RUNNING", output: undefined, state: "Plan the night", ...next };
    },
  };
  const desk = (async () => ({ outcome: "done", nights })) as unknown as AskDesk;
  const places = { machine: async () => machine, desk: async () => desk };
  return { started, sweep: (...args: string[]) => hear((terminal) => runSweep(args, places, terminal)) };
}

const done = { status: "SUCCEEDED", output: night };

describe("npm run sweep", () => {
  it("runs the night that is asked for and reports it category by category", async () => {
    const { started, sweep } = sweeping([{}, done]);
    const { code, out } = await sweep("--at", "2028-01-01");
    expect(code).toBe(0);
    expect(started).toEqual([
      {
        name: expect.stringMatching(/^sweep-2028-01-01-\d+$/),
        input: { at: "2028-01-01T02:30:00Z" },
      },
    ]);
    expect(out).toContain("The night of 2028-01-01: done, in 1 min 5 s.");
    expect(out).toMatch(/contact +12 +0 +0 +3 \(legal-claim 1, open-request 2\)/);
    expect(out).toMatch(/webcast +0 +3 +0 +0/);
    expect(out).toContain("Nothing is overdue.");
  });

  it("says how long its last run took, and not how long ago the first one was", async () => {
    const output = { ...night, ranFrom: "2026-11-23T19:01:00Z" };
    const { out } = await sweeping([{ ...done, output }]).sweep("--at", "2028-01-01");
    expect(out).toContain("The night of 2028-01-01: done, in 5 s.");
  });

  it("does not say that nothing was due where all of it waits for somebody", async () => {
    const counts = { erased: {}, deIdentified: {}, deferred: {}, failed: {}, waiting: { comment: 20 } };
    const { out } = await sweeping([{ ...done, output: { ...night, counts } }]).sweep("--at", "2028-01-01");
    expect(out).not.toContain("Nothing was due");
    expect(out).toContain("Kept until a person has agreed, as more would go than usual: comment 20.");
  });

  it("takes an instant as it is, asks for the proof, and says what the index had missed", async () => {
    const proof = { looked: 1000, missed: { event: 2 } };
    const { started, sweep } = sweeping([{ ...done, output: { ...night, proof } }]);
    const { out } = await sweep("--at", "2028-01-01T23:00:00+02:00", "--proof");
    expect(started[0]?.input).toEqual({ at: "2028-01-01T21:00:00Z", proof: true });
    expect(out).toContain(
      "1000 records. Left from a night before, or not in the index as it should be: 2 (event 2).",
    );
  });

  it("shows what would go without doing it", async () => {
    const kept = { contact: { "2028-01-01": 7 } };
    const sure = { unasked: 0, heldBack: [], reason: "" };
    const output = { night: "2028-01-01", due: waits.preview, kept, ...sure };
    const { started, sweep } = sweeping([{ status: "SUCCEEDED", output }]);
    const { code, out } = await sweep("--at", "2028-01-01", "--preview");
    expect([code, started[0]?.input]).toEqual([0, { at: "2028-01-01T02:30:00Z", preview: true }]);
    expect(out).toMatch(/contact +2027-12-30 +40\n +contact +2028-01-01 +2/);
    expect(out).toMatch(/an open request would keep:[\s\S]*contact +2028-01-01 +7/);
    expect(out).not.toMatch(/only counted|More than usual|whole table/);
  });

  it("says what of a preview is not sure", async () => {
    const unsure = { unasked: 12, heldBack: ["contact"], reason: "schedule changed" };
    const output = { night: "2028-01-01", due: waits.preview, kept: {}, ...unsure };
    const { out } = await sweeping([{ status: "SUCCEEDED", output }]).sweep(
      "--at",
      "2028-01-01",
      "--preview",
    );
    expect(out).toContain("Of these 12 were only counted");
    expect(out).toContain("it would wait for a person who agrees: contact.");
    expect(out).toContain("Before it (schedule changed) the whole table is looked at");
  });

  it("says with what it waits for a person, and how to answer", async () => {
    const { sweep } = sweeping([{}, { state: "Wait for a person to agree to the night" }], [waits]);
    const { code, err } = await sweep("--at", "2028-01-01");
    expect(code).toBe(1);
    expect(err).toContain("waits for a person: 42 of 100 contact.");
    expect(err).toContain(`npm run desk -- approve-sweep 2028-01-01 --manifest ${manifest}`);
    expect(err).toMatch(/contact +2027-12-30 +40/);
  });

  it("goes on looking while a decision is on its way to the machine", async () => {
    const decided = { ...waits, awaits: { ...waits.awaits, decision: "approve", decidedBy: "tess" } };
    const { sweep } = sweeping([{ state: "Wait for a person to agree to the night" }, done], [decided]);
    expect((await sweep("--at", "2028-01-01")).code).toBe(0);
  });

  it.each([
    ["fails", { status: "FAILED", error: "Not every shard came through" }, "Not every shard came through"],
    ["was refused", { ...done, output: { ...night, status: "refused", counts: undefined } }, "refused"],
    ["is not through in the time it waits", {}, "not through yet"],
  ])("ends with 1 when the night %s", async (_, state, words) => {
    const { sweep } = sweeping([state]);
    const { code, err } = await sweep("--at", "2028-01-01", "--wait", "0.0001");
    expect([code, err]).toEqual([1, expect.stringContaining(words)]);
  });

  it("answers programs as JSON", async () => {
    const { code, out } = await sweeping([done]).sweep("--at", "2028-01-01", "--json");
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ ended: "done", night })]);
  });

  it.each([
    ["a day that there is not", ["--at", "2028-02-30"], "--at is a day"],
    ["a time without its offset", ["--at", "2028-01-01T02:30"], "--at is a day"],
    ["words", ["--at", "tomorrow"], "--at is a day"],
    ["no time to wait", ["--wait", "0"], "--wait"],
    ["a night to come of a deployed stack", ["--at", "2999-01-01", "--deployed"], "lies ahead"],
    ["something else", ["--now"], "unknown option"],
  ])("ends with 2 for %s, and starts nothing", async (_, args, words) => {
    const { started, sweep } = sweeping([done]);
    const { code, err } = await sweep(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    expect(started).toEqual([]);
  });

  it("ends with 1 and one line where no stack runs", async () => {
    // Three ports further nobody listens.
    const env = { PORT: "1" };
    const places = {
      machine: (place: DeskPlace) => openMachine(place, env),
      desk: (place: DeskPlace) => openDesk(place, env),
    };
    const { code, err } = await hear((terminal) => runSweep([], places, terminal));
    expect([code, err]).toEqual([1, expect.stringContaining('Start one with "npm start"')]);
  });
});
