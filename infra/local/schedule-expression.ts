import { Temporal } from "temporal-polyfill";

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** When a rule or a schedule of EventBridge fires: every so many milliseconds, or in each minute that `fires` says. */
export type Rhythm =
  | { readonly kind: "rate"; readonly milliseconds: number }
  | { readonly kind: "cron"; fires(at: Date): boolean };

/**
 * Reads `rate(5 minutes)` and `cron(15 3 * * ? *)`. What a clock skips in spring does not fire; what it shows twice in
 * autumn fires the first time, as with EventBridge Scheduler.
 * @param timeZone whose clock a cron expression means.
 * @throws on anything else
 */
export function readSchedule(expression: string, timeZone = "UTC"): Rhythm {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  const unit = UNITS[rate?.[2] ?? ""];
  if (rate && unit) return { kind: "rate", milliseconds: Number(rate[1]) * unit };
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(" ") ?? [];
  const [minute, hour, day, month, weekday, year] = fields;
  if (fields.length !== 6 || !minute || !hour || !day || !month || !weekday || !year) {
    throw new Error(`the local stack cannot read the schedule ${expression}`);
  }
  const matchers = [
    (at: Temporal.ZonedDateTime) => inField(minute, at.minute, [], 0),
    (at: Temporal.ZonedDateTime) => inField(hour, at.hour, [], 0),
    (at: Temporal.ZonedDateTime) => inField(day, at.day, [], 1),
    (at: Temporal.ZonedDateTime) => inField(month, at.month, MONTHS, 1),
    // EventBridge counts Sunday as 1.
    (at: Temporal.ZonedDateTime) => inField(weekday, (at.dayOfWeek % 7) + 1, WEEKDAYS, 1),
    (at: Temporal.ZonedDateTime) => inField(year, at.year, [], 1970),
  ];
  return {
    kind: "cron",
    fires(instant) {
      const at = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
      return matchers.every((matches) => matches(at)) && isFirst(at);
    },
  };
}

/** Of the two instants at which a clock that is put back shows the same. */
function isFirst(at: Temporal.ZonedDateTime): boolean {
  const first = at.toPlainDateTime().toZonedDateTime(at.timeZoneId, { disambiguation: "earlier" });
  return first.epochMilliseconds === at.epochMilliseconds;
}

/** `*`, `?`, `5`, `1-5`, `MON,WED`, `0/15`; not `L`, `W` and `#`. */
function inField(field: string, value: number, names: readonly string[], first: number): boolean {
  const toNumber = (text: string) => {
    const named = names.indexOf(text.toUpperCase());
    const number = named < 0 ? Number(text) : named + first;
    if (!Number.isInteger(number)) throw new Error(`the local stack cannot read ${field} in a schedule`);
    return number;
  };
  return field.split(",").some((part) => {
    const [range = "", step] = part.split("/");
    const [from = "", to] = range.split("-");
    const any = from === "*" || from === "?";
    const low = any ? first : toNumber(from);
    const open = any || step !== undefined;
    const high = to === undefined ? (open ? Number.POSITIVE_INFINITY : low) : toNumber(to);
    return value >= low && value <= high && (value - low) % Number(step ?? 1) === 0;
  });
}
