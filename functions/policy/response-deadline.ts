import type { Temporal } from "temporal-polyfill";
import { Regime } from "./residence.ts";
import type { Right } from "./rights.ts";

interface Deadline {
  /** The last day on which an answer is in time. */
  readonly dueBy: Temporal.PlainDate;
  readonly citation: string;
}

type Counting = (receipt: Temporal.PlainDate) => Temporal.PlainDate;

interface ResponsePeriod {
  readonly count: Counting;
  readonly citation: string;
}

interface RegimePeriods {
  /** The westernmost time zone of the regime. */
  readonly zone: string;
  readonly answer: ResponsePeriod;
  /** Where the law sets another period for a right. */
  readonly exceptions?: Partial<Record<Right, ResponsePeriod>>;
}

/** The same date of the next month, else its last day; a weekend moves it to Monday (Reg. 1182/71 Art. 3(2)(c), 3(4)). */
const oneMonth: Counting = (receipt) => nextWorkingDay(receipt.add({ months: 1 }, { overflow: "constrain" }));

/** Calendar days, the first excluded and the last included (Cal. Civ. Code 10); no extension for a weekend. */
const fortyFiveDays: Counting = (receipt) => receipt.add({ days: 45 });

const fifteenBusinessDays: Counting = (receipt) => {
  let day = receipt;
  for (let counted = 0; counted < 15; counted += 1) day = nextWorkingDay(day.add({ days: 1 }));
  return day;
};

const periods: Readonly<Record<Regime, RegimePeriods>> = {
  eu: {
    zone: "America/Martinique", // the outermost regions of France are part of the Union (TFEU 349)
    answer: { count: oneMonth, citation: "GDPR 12(3); Regulation 1182/71 Art. 3" },
  },
  uk: {
    zone: "Europe/London",
    answer: { count: oneMonth, citation: "UK GDPR 12(3), 12A; Regulation 1182/71 Art. 3 as assimilated" },
  },
  california: {
    zone: "America/Los_Angeles",
    answer: { count: fortyFiveDays, citation: "Cal. Civ. Code 1798.130(a)(2)(A); 11 CCR 7021(b)" },
    exceptions: {
      "opt-out": { count: fifteenBusinessDays, citation: "11 CCR 7026(f)" },
      limit: { count: fifteenBusinessDays, citation: "11 CCR 7027(g)" },
    },
  },
  elsewhere: {
    zone: "Etc/GMT+12", // UTC-12: nowhere is it earlier
    answer: { count: oneMonth, citation: "offered voluntarily, as under GDPR 12(3)" },
  },
};

/**
 * The day by which a request must be answered. The clock starts at receipt, not at the verification.
 *
 * An instant is two different dates on two sides of the world, and we do not ask people for their time zone. So the
 * day of receipt is taken in the westernmost zone of the regime, where it is earliest: every other choice could be a
 * day late for somebody. Public holidays are left out for the same reason: with them the day could only be later.
 */
export function responseDue(right: Right, regime: Regime, receivedAt: Temporal.Instant): Deadline {
  const { zone, answer, exceptions } = periods[regime];
  const { count, citation } = exceptions?.[right] ?? answer;
  return { dueBy: count(receivedAt.toZonedDateTimeISO(zone).toPlainDate()), citation };
}

/**
 * The regime whose answer is due first: for a person who was not asked where they live, since every other one could be
 * a day late for them.
 */
export function strictestRegime(right: Right, receivedAt: Temporal.Instant): Regime {
  const due = (regime: Regime) => responseDue(right, regime, receivedAt).dueBy.toString();
  return Regime.options.toSorted((one, other) => due(one).localeCompare(due(other)))[0] ?? "elsewhere";
}

/** The day itself, or the Monday after it. */
function nextWorkingDay(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.dayOfWeek <= 5 ? day : day.add({ days: 8 - day.dayOfWeek });
}
