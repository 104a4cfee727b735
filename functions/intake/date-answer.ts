import { Temporal } from "temporal-polyfill";
import type { DateField } from "../policy/form.ts";

export const notADate = "This is not a date. Write year, month and day, like 1990-04-23.";

/** The calendar day written as `YYYY-MM-DD`; undefined for anything else, the 30th of February included. */
export function calendarDay(text: string): Temporal.PlainDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

/** Whether the day lies where the field allows it, seen from `today`: words that say how to mend it, or undefined. */
export function rangeProblem(
  field: DateField,
  day: Temporal.PlainDate,
  today: Temporal.PlainDate,
): string | undefined {
  const earliest = today.subtract(field.atMostBefore);
  const latest = today.add(field.atMostAfter);
  if (Temporal.PlainDate.compare(day, earliest) < 0)
    return `The date lies before ${earliest}. Check the year.`;
  if (Temporal.PlainDate.compare(day, latest) > 0) return `The date lies after ${latest}. Check the year.`;
  return undefined;
}
