/** Fewer than this could be known to somebody by name (DOMAIN 7: counts under 5 are suppressed). */
export const SMALLEST_SHOWN = 5;

interface Cell {
  readonly count: number;
}

/** A cell as it may be shown; one without a count is hidden. */
export type ShownCell<C extends Cell> = Omit<C, "count"> & { readonly count?: number };

/**
 * The cells of a table whose sum is known, without the small ones: whoever has the sum must not be able to compute what
 * is hidden. So with a single hidden cell the next smallest is hidden too, and with several that are few even together,
 * until what is hidden is at least two cells and at least five in all. A count of 0 is nobody; it is hidden only among
 * small ones, or those would be known not to be 0. Nothing at all is shown of a table whose sum is small itself.
 */
export function withoutSmallCells<C extends Cell>(cells: readonly C[]): readonly ShownCell<C>[] {
  const hidden = hiddenAmong(cells.map(({ count }) => count));
  return cells.map(({ count, ...cell }, index) => (hidden.has(index) ? cell : { ...cell, count }));
}

/** Whether a count has to be hidden by itself. */
export const isSmall = (count: number): boolean => count > 0 && count < SMALLEST_SHOWN;

/** @returns the places of what is hidden. */
function hiddenAmong(counts: readonly number[]): ReadonlySet<number> {
  const hidden = new Set<number>();
  if (!counts.some(isSmall)) return hidden;
  const rising = counts
    .map((count, index) => ({ count, index }))
    .sort((one, other) => one.count - other.count);
  let inAll = 0;
  for (const { count, index } of rising) {
    if (count >= SMALLEST_SHOWN && hidden.size > 1 && inAll >= SMALLEST_SHOWN) break;
    hidden.add(index);
    inAll += count;
  }
  return hidden;
}
