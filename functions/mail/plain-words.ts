import type { Temporal } from "temporal-polyfill";

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A lifetime as people say it: "24 hours", "10 minutes", "120 days". */
export function lifetime(seconds: number): string {
  // one day is said in hours: "within 24 hours" leaves no doubt whether today or tomorrow is meant
  const fits = units.find(([unit, length]) => seconds % length === 0 && (unit !== "day" || seconds > length));
  const [unit, length] = fits ?? ["second", 1];
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "long" }).format(seconds / length);
}

/** "24 December 2026" */
export function dateInWords(day: Temporal.PlainDate): string {
  return day.toLocaleString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}
