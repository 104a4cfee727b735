import type { Hash } from "./audit-chain.ts";
import { canonical } from "./audit-chain.ts";
import type { RetentionCategory } from "./retention-schedule.ts";

/** Category → day → how many. */
export type DueCounts = Partial<Record<RetentionCategory, Record<string, number>>>;

/** Things that are to go, or to move: how many of what on which day, and by their sum which. */
export interface Pile {
  readonly counts: DueCounts;
  /** The sum of the hashes of all of them modulo 2^256, hex: the same in whatever order, and in whatever parts, they come. */
  readonly sum: string;
}

const NOTHING = "0";
const MODULUS = 1n << 256n;

/** What a manifest is made of: with its category and its day nothing else can stand in a thing's place. Hex. */
export const nameOf = (
  { category, day, key }: { category: RetentionCategory; day: string; key: string },
  hash: Hash,
): string => hash(`${category} ${day} ${key}`);

/** Counts so many more of a category on a day. */
export function addTo(counts: DueCounts, category: RetentionCategory, day: string, count = 1): void {
  const days = counts[category] ?? {};
  days[day] = (days[day] ?? 0) + count;
  counts[category] = days;
}

/** A pile that grows: what of it is remembered does not grow with it. */
export class GrowingPile {
  readonly counts: DueCounts = {};
  #sum = 0n;
  readonly #hash: Hash;

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  /** @returns the hash of it, as `nameOf` gives it. */
  add(category: RetentionCategory, day: string, key: string): string {
    addTo(this.counts, category, day);
    const name = nameOf({ category, day, key }, this.#hash);
    this.#sum = (this.#sum + BigInt(`0x${name}`)) % MODULUS;
    return name;
  }

  get pile(): Pile {
    return { counts: this.counts, sum: this.#sum.toString(16) };
  }
}

export function together(piles: readonly Pile[]): Pile {
  const counts: DueCounts = {};
  let sum = 0n;
  for (const pile of piles) {
    sum = (sum + BigInt(`0x${pile.sum}`)) % MODULUS;
    for (const [category, days] of entriesOf(pile.counts))
      for (const [day, count] of Object.entries(days)) addTo(counts, category, day, count);
  }
  return { counts, sum: sum.toString(16) };
}

/** What a person agrees to: another thing, another day or another number is another manifest. "" where there is nothing. */
export function manifestOf({ counts, sum }: Pile, hash: Hash): string {
  return sum === NOTHING && Object.keys(counts).length === 0 ? "" : hash(canonical({ counts, sum }));
}

/** How many of each category, on whatever day; with `until`, on that day and before. */
export function perCategory(counts: DueCounts, until?: string): ReadonlyMap<RetentionCategory, number> {
  return new Map(
    entriesOf(counts).map(([category, days]) => [
      category,
      Object.entries(days).reduce(
        (sum, [day, n]) => (until === undefined || day <= until ? sum + n : sum),
        0,
      ),
    ]),
  );
}

const entriesOf = (counts: DueCounts) =>
  Object.entries(counts) as [RetentionCategory, Record<string, number>][];
