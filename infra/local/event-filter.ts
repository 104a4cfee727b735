/** A condition of an event pattern on one value; `present` tells an absent value from null. */
type Condition = (operand: unknown, value: unknown, present: boolean) => boolean;

const startsWith = (operand: unknown, value: unknown) =>
  typeof value === "string" && value.startsWith(String(operand));
const endsWith = (operand: unknown, value: unknown) =>
  typeof value === "string" && value.endsWith(String(operand));

const CONDITIONS: Readonly<Record<string, Condition>> = {
  prefix: startsWith,
  suffix: endsWith,
  exists: (operand, _, present) => present === operand,
  "equals-ignore-case": (operand, value) =>
    typeof value === "string" && value.toLowerCase() === String(operand).toLowerCase(),
  "anything-but": (operand, value, present) =>
    present && !(Array.isArray(operand) ? operand : [operand]).some((one) => meets(one, value, present)),
  numeric: (operand, value) => typeof value === "number" && inRange(operand as readonly unknown[], value),
};

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** Whether a record passes `FilterCriteria`: it does when one of the patterns matches, or there is none. */
export function passesFilter(patterns: readonly string[], record: unknown): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matches(JSON.parse(pattern), record));
}

function matches(pattern: Readonly<Record<string, unknown>>, record: unknown): boolean {
  return Object.entries(pattern).every(([name, expected]) => {
    if (name === "$or") return (expected as Record<string, unknown>[]).some((one) => matches(one, record));
    const present = typeof record === "object" && record !== null && Object.hasOwn(record, name);
    const value = present ? (record as Record<string, unknown>)[name] : undefined;
    return Array.isArray(expected)
      ? expected.some((condition) => meets(condition, value, present))
      : matches(expected as Record<string, unknown>, value);
  });
}

function meets(condition: unknown, value: unknown, present: boolean): boolean {
  if (typeof condition !== "object" || condition === null) return present && value === condition;
  return Object.entries(condition).every(([name, operand]) => {
    const known = CONDITIONS[name];
    // Refused rather than passed: a filter that is silently wider here would hide a mistake until it is deployed.
    if (!known) throw new Error(`the local stack does not know the filter condition ${name}`);
    return known(operand, value, present);
  });
}

/** `[">", 0, "<=", 5]` */
function inRange(bounds: readonly unknown[], value: number): boolean {
  for (let index = 0; index < bounds.length; index += 2) {
    if (!COMPARISONS[String(bounds[index])]?.(value, Number(bounds[index + 1]))) return false;
  }
  return true;
}
