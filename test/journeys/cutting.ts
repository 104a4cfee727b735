import { isDeepStrictEqual } from "node:util";
import type { Fault } from "../../infra/local/faults.ts";
import type { GivenStack } from "../given.ts";
import type { Buckets } from "./buckets.ts";
import { type Asking, confirm, settled } from "./erasing.ts";
import type { Item } from "./tables.ts";

type Stack = GivenStack & { readonly buckets: Buckets };
export type Call = Required<Pick<Fault, "caller" | "action" | "skip">>;

/** Whoever has asked for something: enough to find all there is of them. */
export type Somebody = Pick<Asking, "pk" | "email" | "reference" | "subject">;

/** The calls of an undisturbed run, each as the n-th of its kind; forms and their confirmation are cut in cuts.test.ts. */
export const callsOfOne = (site: Stack, asked: Asking): Promise<Call[]> =>
  callsOf(site, () => confirm(asked));

export async function callsOf(site: Stack, act: () => Promise<void>): Promise<Call[]> {
  await site.settled();
  site.gateway.clear();
  await act();
  await settled(site);
  const seen = new Map<string, number>();
  return site.calls().flatMap(({ caller, action }) => {
    const skip = seen.get(`${caller} ${action}`) ?? 0;
    seen.set(`${caller} ${action}`, skip + 1);
    return /^(Verification|Intake)/.test(caller) ? [] : [{ caller, action, skip }];
  });
}

/** Longer than the SDK tries, so that the invocation fails and the machine tries again. */
const LASTING = ["before", "after"] as const;

/** What disturbs one run: several faults where none of them changes what the other strikes. */
export interface Cut {
  readonly name: string;
  readonly faults: readonly Fault[];
}

/**
 * Every call cut once before and once after it took effect, two of different kinds in one run; and the first of each
 * kind for so long that the invocation fails.
 * @param lasts which of the calls are cut for so long
 */
export function cutsOf(calls: readonly Call[], lasts: (call: Call) => boolean): Cut[] {
  const once = (call: Call, when: Fault["when"]): Cut => ({
    name: `${nameOf(call)} cut ${when} it took effect`,
    faults: [{ ...call, when, times: 1 }],
  });
  return [
    ...calls.flatMap((call, n) => {
      const other = calls[(n + Math.floor(calls.length / 2)) % calls.length] ?? call;
      const [before, after] = [once(call, "before"), once(other, "after")];
      if (kindOf(call) === kindOf(other)) return [before, after];
      return [{ name: `${before.name}; ${after.name}`, faults: [...before.faults, ...after.faults] }];
    }),
    ...calls
      .filter((call) => call.skip === 0 && lasts(call))
      .flatMap((call) =>
        LASTING.filter((when) => when === "before" || call.action === "dynamodb:TransactWriteItems").map(
          (when) => ({
            name: `${nameOf(call)} cut until the invocation fails, ${when}`,
            faults: [{ ...call, when, times: 5 }],
          }),
        ),
      ),
  ];
}

export const countOf = (cuts: readonly Cut[]): number => cuts.flatMap(({ faults }) => faults).length;

const kindOf = ({ caller, action }: Call) => `${caller} ${action}`;
const nameOf = (call: Call) => `${kindOf(call)} #${call.skip + 1}`;

/** Confirms the requests of these people, each with its cut. @returns whether all of each cut struck */
export const confirmCut = (site: Stack, cuts: readonly Cut[], people: readonly Asking[]) =>
  cutEach(site, cuts, people, confirm);

/** @returns whether all of each cut struck */
export async function cutEach<Person>(
  site: Stack,
  cuts: readonly Cut[],
  people: readonly Person[],
  act: (person: Person) => Promise<void>,
): Promise<boolean[]> {
  const struck: boolean[] = [];
  for (const [n, { faults }] of cuts.entries()) {
    const person = people[n];
    if (person === undefined) throw new Error("too few people");
    site.gateway.clear();
    for (const fault of faults) site.gateway.inject(fault);
    await act(person);
    await settled(site);
    struck.push(site.calls().filter((call) => call.fault !== undefined).length >= faults.length);
  }
  site.gateway.clear();
  return struck;
}

export async function everythingOf(site: Stack) {
  return {
    tables: await site.tables.everything(),
    objects: new Set((await site.buckets.everything()).keys()),
    letters: await site.inbox.all(),
  };
}
export type Everything = Awaited<ReturnType<typeof everythingOf>>;

/** All there is of somebody in the end, without what is another in every run: ids, times, digests. */
export function endOf(site: Stack, { pk, email, reference, subject }: Somebody, all: Everything) {
  const theirs = (items: readonly Item[]) =>
    items
      .filter((item) => item.pk === pk)
      .map(({ sk = "key", status, outcomes, retained, ...item }) => ({
        ...{ sk: sk.replace(/#[0-9A-Z]{16}/, "#…").replace(/^(token)#.*/, "$1"), status, outcomes, retained },
        attributes: Object.keys(item).sort(),
      }));
  const history = all.tables.Audit.filter((item) => item.pk === `request#${reference}`);
  return {
    records: theirs(all.tables.Records),
    keys: theirs(all.tables.Keys),
    // A letter that was written twice and sent once has minted two links; one of them nobody has ever seen.
    fleeting: [...new Set(theirs(all.tables.Fleeting).map((item) => JSON.stringify(item)))].sort(),
    objects: [...all.objects]
      .filter((key) => key.includes(subject))
      .map((key) => key.replace(subject, "…").replace(reference, "…")),
    ledger: [...all.objects].filter((key) => key.endsWith(`/${reference}.json`)).length,
    history: history.map(({ sequence, what }) => `${sequence} ${what}`),
    letters: all.letters
      .filter(({ destination }) => destination.to.includes(email))
      .map(({ subject: of }) => of),
    execution: site.executions().find(({ name }) => name === reference)?.status,
  };
}

/** The cuts that did not strike, or after which the end was another than the one without any. */
export function differences(
  site: Stack,
  cuts: readonly Cut[],
  {
    people,
    struck,
    wanted,
    after,
  }: {
    readonly people: readonly Somebody[];
    readonly struck: readonly boolean[];
    readonly wanted: ReturnType<typeof endOf>;
    readonly after: Everything;
  },
): unknown[] {
  return cuts.flatMap(({ name }, n) => {
    const person = people[n];
    const end = person && endOf(site, person, after);
    const differs = Object.entries(end ?? {}).filter(
      ([key, value]) => !isDeepStrictEqual(value, wanted[key as keyof typeof wanted]),
    );
    return struck[n] === true && end !== undefined && differs.length === 0
      ? []
      : [{ name, struck: struck[n], differs: Object.fromEntries(differs) }];
  });
}
