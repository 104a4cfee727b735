/** Where a command writes to. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** What a command ends with. */
export const DONE = 0;
export const FAILED = 1;
export const WRONG_USAGE = 2;

/** In fours, as it is read aloud. */
export const inFours = (reference: string): string => reference.replace(/(.{4})(?=.)/g, "$1-");

/**
 * Text that somebody else wrote, made safe to show: a control character could move the cursor or give the terminal an
 * order, a direction mark could turn a line around.
 */
export function shown(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (one) => `\\u{${one.codePointAt(0)?.toString(16).padStart(4, "0")}}`,
  );
}

/** Columns as wide as their widest cell, two spaces between them; the last may be as long as it likes. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** "1 chain", "2 chains". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
