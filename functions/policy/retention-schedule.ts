import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { retentionOfForms } from "./retention-of-forms.ts";
import { retentionOfRequests } from "./retention-of-requests.ts";
import { Period, periodInWords, type RetentionRule } from "./retention-rule.ts";

/** Every category of record that a clock of the schedule can run for. */
export const RetentionCategory = z.enum([
  "unverified",
  "contact",
  "account",
  "account-closed",
  "newsletter",
  "consent-proof",
  "withdrawn",
  "webcast",
  "event",
  "survey",
  "comment",
  "partnership",
  "job-application",
  "job-application-with-consent",
  "referral",
  "file-without-form",
  "export-bundle",
  "request-identity",
  "request-accountability",
  "audit",
]);
export type RetentionCategory = z.infer<typeof RetentionCategory>;

export type RetentionSchedule = Readonly<Record<RetentionCategory, RetentionRule>>;

/** The rows as we propose them; a controller may set other periods. */
const proposed: RetentionSchedule = {
  ...retentionOfForms,
  ...retentionOfRequests,
};

/**
 * Rows without a period of their own, the one that stands in the words of a consent, as people have agreed to it, and
 * the one that no controller may draw out.
 */
const NOT_SETTABLE = ["account", "newsletter", "job-application-with-consent", "withdrawn"] as const;

/** The periods that a controller sets otherwise than we propose. */
export const RetentionPeriods = z.partialRecord(RetentionCategory.exclude(NOT_SETTABLE), Period);
export type RetentionPeriods = z.infer<typeof RetentionPeriods>;

/** The schedule of a controller, as it stands at `/retention` and beside every form, and as the sweep counts with. */
export function scheduleOf({ retention }: { readonly retention: RetentionPeriods }): RetentionSchedule {
  const periods: Readonly<Partial<Record<string, Period>>> = retention;
  const periodOf = (category: string): RetentionRule["period"] =>
    periods[category] ?? proposed[RetentionCategory.parse(category)].period;
  return Object.fromEntries(
    RetentionCategory.options.map((category) => {
      const rule = proposed[category];
      const told = Period.safeParse(periodOf(rule.followedBy ?? category)).data;
      const words = told === undefined ? rule.words : rule.words.replace("{period}", periodInWords(told));
      return [category, { ...rule, period: periodOf(category), words }];
    }),
  ) as Record<RetentionCategory, RetentionRule>;
}

/** What is kept, as people call it; no controller calls it otherwise. */
export const titleOf = (category: RetentionCategory): string => proposed[category].title;

/** How long a category is kept, in the words of letters and pages: "7 days". */
export function keptFor(
  controller: { readonly retention: RetentionPeriods },
  category: RetentionCategory,
): string {
  return periodInWords(Period.parse(scheduleOf(controller)[category].period));
}

/**
 * The first UTC date on which the whole period is over for sure, or undefined while the row is open-ended.
 * The day of the event does not count and the last day counts in full (Reg. 1182/71 Art. 3(1), 3(2)(c)), hence the
 * day after it; a month without the date ends on its last day.
 */
export function dueDay(
  schedule: RetentionSchedule,
  category: RetentionCategory,
  start: Temporal.Instant,
): Temporal.PlainDate | undefined {
  const { period } = schedule[category];
  if (period === "until withdrawn" || period === "until closed") return undefined;
  const from = start.toZonedDateTimeISO("UTC").toPlainDate();
  return from.add(Temporal.Duration.from(period)).add({ days: 1 });
}

/** The attributes by which the nightly sweep finds a row; without `due` it does not. */
export interface Due {
  /** One of `SHARDS`, from the id of the record: the same at every write, so that a night's work is not one hot key. */
  readonly shard: string;
  /** The first night on which it is to be gone, `2027-01-05`. */
  readonly due: string;
  /** The clock that has run out then. */
  readonly dueAs: RetentionCategory;
}

/** What a row loses that is not due any more. */
export const NOT_DUE: readonly (keyof Due)[] = ["shard", "due", "dueAs"];

/** When a record is due; undefined while its row is open-ended. */
export function dueFor(
  schedule: RetentionSchedule,
  category: RetentionCategory,
  start: Temporal.Instant,
  shardKey: string,
): Due | undefined {
  const day = dueDay(schedule, category, start);
  return day === undefined ? undefined : dueOn(day, category, shardKey);
}

/** Forms by which somebody else is named: the page and the letter tell them a time of their own in which they may say yes. */
const OF_SOMEBODY_ELSE: Readonly<Partial<Record<string, RetentionCategory>>> = { referral: "referral" };

/** When a form that nobody has confirmed is due: where two times were promised, by the shorter. */
export function unconfirmedDue(
  schedule: RetentionSchedule,
  form: string | undefined,
  start: Temporal.Instant,
  shardKey: string,
): Due | undefined {
  const own = form === undefined ? undefined : OF_SOMEBODY_ELSE[form];
  const days = (["unverified", ...(own === undefined ? [] : [own])] as const).flatMap(
    (category) => dueDay(schedule, category, start) ?? [],
  );
  const [first] = days.toSorted(Temporal.PlainDate.compare);
  return first && dueOn(first, "unverified", shardKey);
}

export function dueOn(day: Temporal.PlainDate, category: RetentionCategory, shardKey: string): Due {
  return { shard: shardOf(shardKey), due: day.toString(), dueAs: category };
}

/** Whether that night has come: then the record counts as gone, swept or not. */
export function isOverdue(due: string | undefined, now: Temporal.Instant): boolean {
  return due !== undefined && due <= now.toZonedDateTimeISO("UTC").toPlainDate().toString();
}

/** As many partitions as the index `due` has: one query each finds all that is due, whatever nights were missed. */
export const SHARDS: readonly string[] = ["0", "1", "2", "3", "4", "5", "6", "7"];

export function shardOf(id: string): string {
  return String(fnv1a(id) % SHARDS.length);
}

/** FNV-1a over UTF-16 units: small, stable for ever, spreads ids evenly; no secret depends on it. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
