import type { SubjectId } from "../../functions/policy/data-subject.ts";
import type { HoldScope } from "../../functions/policy/legal-hold.ts";
import type { Clock, Seeded } from "./seeded-clocks.ts";

/** A hold of the simulation: from before the first night until noon of a day, or for ever. */
export interface SimulatedHold {
  /** Absent for one on everybody. */
  readonly subject?: SubjectId;
  readonly id: string;
  readonly scope: HoldScope;
  /** The day of its review, which ends nothing. */
  readonly until: string;
  readonly released: string | undefined;
}

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/**
 * The nights in which the parts of a thing go, computed day by day from the rules as the law has them, apart from any
 * table: the first in which its time is over and nothing keeps it. Undefined for what is still kept on the last day.
 */
export function nightsOfGoing(
  { subject, clocks }: Seeded,
  everything: readonly Seeded[],
  holds: readonly SimulatedHold[],
  dayOf: (n: number) => string,
  last: string,
): (string | undefined)[] {
  /** Until noon of which days something keeps it; undefined for ever. */
  const keeping = (clock: Clock): (string | undefined)[] => [
    ...holds
      .filter((hold) => (hold.subject === undefined || hold.subject === subject) && covers(hold.scope, clock))
      .map(({ released }) => released),
    ...everything
      .flatMap(({ open, subject: whose }) => (open !== undefined && whose === subject ? [open] : []))
      .filter(({ right, receivedAt, reference }) =>
        ["access", "restrict"].includes(right) &&
        clock.holder !== "export-bundles" &&
        Date.parse(clock.receivedAt) <= Date.parse(receivedAt)
          ? true
          : clock.record === reference,
      )
      .map(({ concluded }) => (concluded === undefined ? undefined : dayOf(concluded))),
  ];
  const gone: (string | undefined)[] = [];
  for (const own of clocks) {
    const clock = { ...own, due: lastOfKind(own, subject, everything) };
    const before = clock.follows === undefined ? "" : gone[clock.follows.clock];
    if (before === undefined) {
      gone.push(undefined);
      continue;
    }
    // What gets its night only when the other goes is found in the next one at the earliest.
    const first = clock.follows?.nights === 1 ? dayAfter(before) : before;
    let day = clock.due > first ? clock.due : first;
    const ends = keeping(clock);
    while (day <= last && ends.some((end) => end === undefined || day <= end)) day = dayAfter(day);
    gone.push(day > last ? undefined : day);
  }
  return gone;
}

/** The day of the last message of the same kind; of anything else its own. */
function lastOfKind({ due, messages }: Clock, subject: SubjectId, everything: readonly Seeded[]): string {
  if (messages === undefined) return due;
  const days = everything
    .filter((other) => other.subject === subject)
    .flatMap((other) => other.clocks)
    .filter((other) => other.messages === messages)
    .map((other) => other.due);
  return days.toSorted().at(-1) ?? due;
}

function covers(scope: HoldScope, { holder, carries, record, form }: Clock): boolean {
  if (scope === "everything") return true;
  if ("holder" in scope) return scope.holder === holder || carries.includes(scope.holder);
  return "form" in scope ? scope.form === form : scope.record === record;
}
