import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { placeHold } from "../../functions/records/holds.ts";
import { getNight } from "../../functions/records/night-decisions.ts";
import type { Fault } from "../../infra/local/faults.ts";
import { hold, newSubject, times } from "../data-map/given.ts";
import { given } from "../given.ts";
import { dayAt, type Thing } from "../retention/population.ts";
import { seed } from "../retention/seeding.ts";
import { become, endOf, type World, worldOf } from "../retention/simulation.ts";
import { nightOf, seedable } from "./sweeping.ts";

const stack = await given.localStack();
const stores = await seedable(stack);

const NIGHT = 300;
const AT = `${dayAt(NIGHT)}T02:30:00Z`;

const sent = (form: string, files: string[] = []): Thing => ({
  ...{ kind: "submission", form: form as "contact", night: NIGHT, consents: ["marketing"], files },
});
const due = (kind: "unverified form" | "unverified request" | "history" | "ended consent"): Thing => ({
  ...({ kind, night: NIGHT } as Thing),
});
const concluded = (clock: "export-bundle" | "request-identity" | "request-accountability"): Thing => ({
  ...{ kind: "concluded request", night: NIGHT, clock },
});
const open: Thing = {
  ...{ kind: "open request", right: "access", received: NIGHT - 10, concluded: undefined },
};

/** What people have left with us that is due in that night: of everything something. */
const people: readonly (readonly Thing[])[] = [
  [sent("contact"), sent("survey"), due("unverified form")],
  [sent("contact"), concluded("request-identity")],
  [sent("survey"), due("unverified request"), due("ended consent")],
  [sent("job-application", ["cv", "coverLetter"]), sent("partnership")],
  [sent("job-application", ["cv"]), due("unverified form")],
  [sent("webcast"), sent("event"), sent("survey")],
  [concluded("export-bundle"), concluded("request-accountability")],
  [concluded("export-bundle"), due("history")],
  [concluded("request-accountability"), concluded("request-identity"), sent("comment")],
  [due("history"), due("ended consent"), sent("newsletter"), sent("comment")],
  [open, sent("contact"), sent("survey")],
];
const held: readonly Thing[] = [sent("contact", ["cv"]), concluded("request-identity"), due("history")];

async function seeded(): Promise<World> {
  await become(stores, undefined);
  for (const things of people) {
    const subject = newSubject();
    for (const thing of things) await seed(stores, subject, thing);
  }
  const subject = newSubject();
  for (const thing of held) await seed(stores, subject, thing);
  await placeHold(stores.database, subject, hold({ until: dayAt(NIGHT + 100) }));
  return await worldOf(stores);
}

type Call = Required<Pick<Fault, "caller" | "action">>;

/** One night, all over again. @returns all that is left of it and how it was counted */
async function run(before: World, faults: readonly Fault[]) {
  await become(stores, before);
  stack.gateway.clear();
  for (const fault of faults) stack.gateway.inject(fault);
  const status = await nightOf(stack, AT);
  const calls = stack.calls().filter(({ caller }) => /^Retention(Sweep|DropChains)/.test(caller));
  stack.gateway.clear();
  const night = await getNight(stores.database, dayAt(NIGHT));
  const end = { ...endOf(await worldOf(stores)), status, night: night?.status, counts: night?.counts };
  return { end, calls, struck: calls.filter(({ fault }) => fault !== undefined).length };
}

/** Every so many calls of a kind are cut in one run, the next ones in the next: in the end each of them was. */
const EVERY = 5;
const disturbances = [
  ["before they took effect", "before"],
  ["after they took effect", "after"],
] as const;

describe("every call of AWS in a night in which thirty things are due", async () => {
  const before = await seeded();
  await run(before, []);
  const uncut = await run(before, []);
  const kinds = Map.groupBy(uncut.calls, ({ caller, action }) => `${caller} ${action}`);
  const callOf = ([first]: readonly Call[]): Call => ({
    caller: first?.caller ?? "",
    action: first?.action ?? "",
  });

  it("does what it is for: it lets go, de-identifies, puts off and drops", () => {
    expect(uncut.end).toMatchObject({ status: "SUCCEEDED", night: "done" });
    const { erased = {}, deIdentified = {}, deferred = {} } = uncut.end.counts ?? {};
    const sum = (of: object) => Object.values(of).reduce((all, n) => all + Number(n), 0);
    expect(
      sum(erased) + sum(deIdentified) + Object.values(deferred).reduce((all, by) => all + sum(by), 0),
    ).toBe(30);
    expect(Object.keys(deferred).sort()).toEqual(["audit", "contact", "request-identity", "survey"]);
  });

  it("can be cut: it ends as the uncut one, counts included", async () => {
    const different: unknown[] = [];
    let cuts = 0;
    for (const [how, when] of disturbances)
      for (let first = 0; first < EVERY; first += 1) {
        const faults = [...kinds.values()].flatMap((calls) =>
          // More than it needs: where two shards meet there are a few calls more, and they are cut as well.
          times(Math.ceil(calls.length / EVERY) + 5, () => ({
            ...callOf(calls),
            when,
            times: 1,
            skip: EVERY,
          })).map((fault, n) => (n === 0 ? { ...fault, skip: first } : fault)),
        );
        const { end, calls, struck } = await run(before, faults);
        cuts += struck;
        const missed = notCut(calls, first);
        if (missed.length > 0 || !isDeepStrictEqual(end, uncut.end))
          different.push({ how, first, missed, end: differing(end, uncut.end) });
      }
    expect(different, JSON.stringify(different, null, 1)).toEqual([]);
    process.stdout.write(`${cuts} cuts of ${uncut.calls.length} calls of a sweep\n`);
  }, 300_000);

  it("can fail until its invocation does: the machine tries again, and it ends as the uncut one", async () => {
    const different: unknown[] = [];
    for (const calls of kinds.values()) {
      const { caller, action } = callOf(calls);
      // Read once per cold start.
      if (action === "secretsmanager:GetSecretValue") continue;
      const whens =
        action === "dynamodb:TransactWriteItems" ? (["before", "after"] as const) : (["before"] as const);
      for (const when of whens) {
        const { end, struck } = await run(before, [{ caller, action, when, times: 5 }]);
        if (struck < 4 || !isDeepStrictEqual(end, uncut.end))
          different.push({ action, when, struck, end: differing(end, uncut.end) });
      }
    }
    expect(different, JSON.stringify(different, null, 1)).toEqual([]);
  }, 300_000);
});

/** The kinds of which, behind the first, not every so many calls were cut; each cut call was made once more. */
function notCut(calls: readonly (Call & { readonly fault?: string })[], first: number): string[] {
  const kinds = Map.groupBy(calls, ({ caller, action }) => `${caller} ${action}`);
  return [...kinds].flatMap(([kind, all]) => {
    const struck = all.filter(({ fault }) => fault !== undefined).length;
    const wanted = Math.floor((all.length - struck - first) / EVERY);
    return struck < wanted ? [`${kind}: ${struck} of ${wanted}`] : [];
  });
}

/** What of an end is another, so that a failure can be read. */
function differing(end: object, wanted: object): unknown {
  const other = new Map(Object.entries(wanted));
  return Object.fromEntries(
    Object.entries(end).flatMap(([name, value]): [string, unknown][] => {
      const should = other.get(name);
      if (isDeepStrictEqual(value, should)) return [];
      if (!Array.isArray(value) || !Array.isArray(should)) return [[name, { value, should }]];
      const without = (all: unknown[], those: unknown[]) =>
        all.filter((one) => !those.some((two) => isDeepStrictEqual(one, two)));
      return [[name, { more: without(value, should), less: without(should, value) }]];
    }),
  );
}
