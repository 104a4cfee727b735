import type { ShownNight } from "../../functions/desk/answer.ts";
import type { SweepCounts, SweepNight } from "../../functions/records/sweeps.ts";
import type { Preview } from "../../functions/retention/preview.ts";
import { counted, shown, table } from "./terminal.ts";

/** Nights of the retention in words and tables. */

type Counts = Readonly<Record<string, number>>;

export function sayNights(nights: readonly ShownNight[]): string {
  if (nights.length === 0) return "No night was swept yet.";
  const rows = nights.map((night) => [
    night.night,
    night.status,
    ...totals(night.counts),
    night.oldestOverdue ?? "none",
    sayDuration(night),
  ]);
  return [
    table(
      ["NIGHT", "STATUS", "ERASED", "DE-IDENTIFIED", "DEFERRED", "FAILED", "OLDEST OVERDUE", "TOOK"],
      rows,
    ),
    ...nights.flatMap(sayKept),
    "`desk sweeps NIGHT` shows one of them category by category.",
    ...nights.filter(({ awaits }) => awaits !== undefined).flatMap(sayWaiting),
  ].join("\n");
}

/** What a night has kept and why, and what went wrong; nothing where all of it went. */
function sayKept({ night, counts, proof }: ShownNight): string[] {
  const deferred = Object.entries(counts?.deferred ?? {}).map(
    ([category, grounds]) => `${shown(category)} ${sum(grounds)}${inBrackets(grounds)}`,
  );
  const parts = [
    ["put off", deferred.join(", ")],
    ["failed", listed(counts?.failed ?? {})],
    ["waiting for a person", listed(counts?.waiting ?? {})],
    [`missed before, of ${counted(proof?.looked ?? 0, "record")},`, listed(proof?.missed ?? {})],
  ].filter(([, what]) => what !== "");
  return parts.length === 0 ? [] : [`${night}: ${parts.map((part) => part.join(" ")).join("; ")}.`];
}

/** One night, and what of it waits for a person. */
export const sayNight = (night: ShownNight): string => [sayReport(night), ...sayWaiting(night)].join("\n");

/** What waits for a person: why, what it would be by category and day, and how to answer. */
function sayWaiting(night: ShownNight): string[] {
  const { awaits: waiting, manifest = "", preview } = night;
  if (waiting === undefined) return [];
  if (waiting.decision !== undefined)
    return ["", `The night of ${night.night} is decided: ${waiting.decision}, by ${waiting.decidedBy}.`];
  const answer = `--manifest ${manifest}`;
  return [
    "",
    `The night of ${night.night} waits for a person: ${shown(waiting.reason)}.`,
    "What would go:",
    ...sayPreview(preview),
    "Nothing but this runs:",
    `  npm run desk -- approve-sweep ${night.night} ${answer}`,
    `  npm run desk -- refuse-sweep ${night.night} ${answer}`,
  ];
}

/** What a night would do, and what can still make it do something else. */
export const sayWhatWouldGo = ({ night, due, kept, unasked, heldBack, reason }: Preview): string =>
  [
    `What would go in the night of ${night}:`,
    ...sayPreview(due),
    ...(unasked === 0
      ? []
      : [`Of these ${unasked} were only counted: whether something keeps them was not asked.`]),
    ...(Object.keys(kept).length === 0
      ? []
      : ["What a legal hold, a legal duty or an open request would keep:", ...sayPreview(kept)]),
    ...(heldBack.length === 0
      ? []
      : [`More than usual, so that it would wait for a person who agrees: ${heldBack.join(", ")}.`]),
    ...(reason === ""
      ? []
      : [`Before it (${reason}) the whole table is looked at; what becomes due by that is not in here.`]),
  ].join("\n");

/** Category and day, a line each. */
function sayPreview(preview: SweepNight["preview"] = {}): string[] {
  const rows = Object.entries(preview).flatMap(([category, days]) =>
    Object.entries(days)
      .sort()
      .map(([day, count]) => [category, day, String(count)]),
  );
  if (rows.length === 0) return ["  nothing"];
  return table(["CATEGORY", "DUE", "COUNT"], rows)
    .split("\n")
    .map((line) => `  ${line}`);
}

/** One night, category by category. */
export function sayReport(night: Omit<ShownNight, "awaits">): string {
  const { counts, oldestOverdue, proof } = night;
  const took = sayDuration(night);
  return [
    `The night of ${night.night}: ${night.status}${took === "" ? "" : `, in ${took}`}.`,
    ...sayCounts(night),
    ...(counts?.waiting === undefined
      ? []
      : [`Kept until a person has agreed, as more would go than usual: ${listed(counts.waiting)}.`]),
    oldestOverdue === undefined
      ? "Nothing is overdue."
      : `Overdue, the oldest since ${oldestOverdue}: it failed, or waits for a person.`,
    ...(proof === undefined
      ? []
      : [
          `The whole table was looked at: ${counted(proof.looked, "record")}. Left from a night before, or not in the index as it should be: ${sum(proof.missed)}${inBrackets(proof.missed)}.`,
        ]),
  ].join("\n");
}

const UNDER_WAY: readonly ShownNight["status"][] = ["planned", "running"];

function sayCounts({ counts, status }: Pick<ShownNight, "counts" | "status">): string[] {
  if (counts === undefined)
    return [UNDER_WAY.includes(status) ? "It is counted when it is through." : "Nothing was swept."];
  const { waiting = {}, ...done } = counts;
  const categories = [...new Set(Object.values(done).flatMap((some) => Object.keys(some)))].sort();
  if (categories.length === 0) return Object.keys(waiting).length === 0 ? ["Nothing was due."] : [];
  const of = (some: Partial<Counts>, category: string) => String(some[category] ?? 0);
  const rows = categories.map((category) => {
    const grounds: Counts = counts.deferred[category as keyof SweepCounts["deferred"]] ?? {};
    return [
      category,
      of(counts.erased, category),
      of(counts.deIdentified, category),
      of(counts.failed, category),
      `${sum(grounds)}${inBrackets(grounds)}`,
    ];
  });
  return [table(["CATEGORY", "ERASED", "DE-IDENTIFIED", "FAILED", "DEFERRED"], rows)];
}

const sum = (counts: Readonly<Partial<Record<string, number>>>): number =>
  Object.values(counts).reduce<number>((all, count = 0) => all + count, 0);

const listed = (counts: Readonly<Partial<Record<string, number>>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${shown(name)} ${count}`)
    .join(", ");

const inBrackets = (counts: Readonly<Partial<Record<string, number>>>): string =>
  Object.keys(counts).length === 0 ? "" : ` (${listed(counts)})`;

/** Blank until it is reported: what it has done until then is not nothing. */
function totals(counts: SweepCounts | undefined): string[] {
  if (counts === undefined) return ["", "", "", ""];
  const deferred = Object.values(counts.deferred).map((grounds) => sum(grounds ?? {}));
  return [
    sum(counts.erased),
    sum(counts.deIdentified),
    deferred.reduce((all, count) => all + count, 0),
    sum(counts.failed),
  ].map(String);
}

/** Of its last run; "" while that is under way. */
function sayDuration({ startedAt, ranFrom = startedAt, endedAt }: Omit<ShownNight, "awaits">): string {
  if (endedAt === undefined || endedAt < ranFrom) return "";
  const seconds = Math.round((Date.parse(endedAt) - Date.parse(ranFrom)) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
