import { Temporal } from "temporal-polyfill";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import type { Reference } from "../../functions/policy/reference.ts";
import {
  dueFor,
  type RetentionCategory,
  type RetentionSchedule,
} from "../../functions/policy/retention-schedule.ts";
import * as keys from "../../functions/records/keys.ts";
import { FIRST } from "./population.ts";

/** One part of a thing, with a clock of its own. */
export interface Clock {
  readonly holder: string;
  readonly carries: readonly string[];
  readonly record: Reference;
  readonly form?: string;
  readonly receivedAt: string;
  readonly due: string;
  /** Of a message: its kind. The last one of a person's keeps the others. */
  readonly messages?: string;
  /** It cannot go before another of the thing's clocks has, by its place among them; or so many nights behind that. */
  readonly follows?: { readonly clock: number; readonly nights: 0 | 1 };
  /** What is there while it is: part of a key, and an attribute of the row where it is not the whole. */
  readonly at: {
    readonly table: "records" | "audit" | "exports";
    readonly place: string;
    readonly attribute?: string;
  };
}

export interface Seeded {
  readonly subject: SubjectId;
  readonly clocks: readonly Clock[];
  /** Of an open request. */
  readonly open?: {
    readonly reference: Reference;
    readonly right: string;
    readonly receivedAt: string;
    readonly dueBy: string;
    readonly concluded: number | undefined;
  };
}

/** The noon from which a clock runs out in that night. */
export function noonBefore(schedule: RetentionSchedule, night: number, category: RetentionCategory): string {
  const { period } = schedule[category];
  const back = period.startsWith("P") ? Temporal.Duration.from(period) : Temporal.Duration.from("P12M");
  return `${FIRST.add({ days: night - 1 }).subtract(back)}T12:00:00.000Z`;
}

export const dueOf = (
  schedule: RetentionSchedule,
  category: RetentionCategory,
  at: string,
): string | undefined => dueFor(schedule, category, Temporal.Instant.from(at), "x")?.due;

export const chainOf = (schedule: RetentionSchedule, record: Reference, lastEventAt: string): Clock => ({
  ...{ holder: "audit", carries: [], record, receivedAt: lastEventAt },
  due: dueOf(schedule, "audit", lastEventAt) ?? "",
  at: { table: "audit", place: `request#${record}` },
});

/** The proofs of what was agreed to with a submission: they end with it, and get their night in the same moment. */
export const proofsOf = (schedule: RetentionSchedule, submission: Clock, names: readonly string[]): Clock[] =>
  names.map((name) => ({
    ...{ holder: "consents", carries: [], record: submission.record, receivedAt: submission.receivedAt },
    ...(submission.form === undefined ? {} : { form: submission.form }),
    due: dueOf(schedule, "consent-proof", `${submission.due}T00:00:00Z`) ?? "",
    follows: { clock: 0, nights: 1 },
    at: { table: "records", place: keys.consent(submission.record, name) },
  }));

interface Parts {
  readonly bundle?: boolean;
  readonly shredded?: boolean;
  /** When the last event of its history was. */
  readonly history?: string;
}

/** Those of a request run one after the other, and the history behind them. */
export function requestClocks(
  schedule: RetentionSchedule,
  record: Reference,
  receivedAt: string,
  concludedAt: string,
  { bundle = false, shredded = false, history = concludedAt }: Parts,
): Clock[] {
  const part = { carries: [], record, receivedAt };
  const row = { table: "records" as const, place: keys.request(record) };
  const due = (category: RetentionCategory) => dueOf(schedule, category, concludedAt) ?? "";
  const whole = { ...part, holder: "rights-requests" };
  const copy = {
    ...part,
    ...{ holder: "export-bundles", receivedAt: concludedAt, due: due("export-bundle") },
    at: { table: "exports" as const, place: `${record}/bundle.zip` },
  };
  const clocks: Clock[] = [
    ...(bundle ? [copy] : []),
    ...(shredded ? [] : [{ ...whole, due: due("request-identity"), at: { ...row, attribute: "sealed" } }]),
    { ...whole, due: due("request-accountability"), at: row },
    chainOf(schedule, record, history),
  ];
  return clocks.map((clock, i) =>
    i === 0 ? clock : { ...clock, follows: { clock: i - 1, nights: clock.holder === "audit" ? 1 : 0 } },
  );
}
