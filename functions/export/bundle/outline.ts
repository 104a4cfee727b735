import { answersForCalifornia, contentsOf, type ExportRight } from "../../policy/export-contents.ts";
import type { BundleFacts } from "../bundle-entry.ts";
import type { Collected } from "../collected.ts";
import { inReadingOrder, titleOf } from "./labels.ts";
import { otherCategories } from "./other-categories.ts";

/** Records on one page: enough to be searched in a browser, few enough to open on a telephone. */
const RECORDS_ON_A_PAGE = 500;

/** Some segments of what was collected, one after the other: by their numbers in `Collected.pages`. */
interface RecordsPage {
  /** `records/contact-1.html` */
  readonly name: string;
  readonly segments: readonly number[];
}

/** One category of what is in the bundle. */
export interface CategoryOutline {
  readonly category: string;
  readonly title: string;
  readonly count: number;
  /** Names of fields, in the order of the tables. */
  readonly columns: readonly string[];
  /** The segments in which there is something of it. */
  readonly segments: readonly number[];
  /** `csv/contact.csv` */
  readonly csv: string;
  readonly pages: readonly RecordsPage[];
}

/** What is where in a bundle, before anything of it is written. */
export interface Outline {
  readonly right: ExportRight;
  readonly contents: ReturnType<typeof contentsOf>;
  readonly california: boolean;
  readonly categories: readonly CategoryOutline[];
  /** Titles of what could not be read. */
  readonly missing: readonly string[];
  /** Whether we hold anything that is not there only because somebody asks now; and whether any of it is in here. */
  readonly held: boolean;
  readonly heldHere: boolean;
}

export function outlineOf(collected: Collected, { request }: BundleFacts): Outline {
  const { right } = request;
  const found = segmentsByCategory(collected);
  return {
    right,
    contents: contentsOf(right),
    california: answersForCalifornia(right, request.regime),
    categories: inReadingOrder([...found.keys()]).map((category, at) =>
      outlineCategory(category, at, found.get(category) ?? new Map(), collected),
    ),
    missing: collected.missing.map(titleOf),
    held: collected.held || isHeldHere(found),
    heldHere: isHeldHere(found),
  };
}

/** Segment → how many. */
type Counts = ReadonlyMap<number, number>;

const sum = (counts: Counts): number => [...counts.values()].reduce((total, count) => total + count, 0);

function segmentsByCategory({ pages }: Collected): ReadonlyMap<string, Counts> {
  const found = new Map<string, Map<number, number>>();
  pages.forEach(({ categories }, segment) => {
    for (const [category, count] of Object.entries(categories)) {
      const segments = found.get(category) ?? new Map<number, number>();
      found.set(category, segments.set(segment, count));
    }
  });
  return found;
}

function outlineCategory(
  category: string,
  at: number,
  counts: Counts,
  { columns }: Collected,
): CategoryOutline {
  const file = fileNameOf(category, at);
  return {
    category,
    title: titleOf(category),
    count: sum(counts),
    columns: Object.hasOwn(columns, category) ? (columns[category] ?? []) : [],
    segments: [...counts.keys()],
    csv: `csv/${file}.csv`,
    pages: inPages(counts).map((segments, n) => ({ name: `records/${file}-${n + 1}.html`, segments })),
  };
}

/** Whole segments to a page, as a page is written from them. */
function inPages(counts: Counts): number[][] {
  const pages: number[][] = [];
  let room = 0;
  for (const [segment, count] of counts) {
    if (count > room) {
      pages.push([]);
      room = RECORDS_ON_A_PAGE;
    }
    pages.at(-1)?.push(segment);
    room -= count;
  }
  return pages;
}

/** A slug is its own name. Whatever else a category may be called, nothing of it gets into the name of a file. */
const fileNameOf = (category: string, at: number): string =>
  /^[a-z][a-z0-9-]{0,59}$/.test(category) ? category : `category_${at + 1}`;

/** As `isHeld` judges what was found, by counts. */
const isHeldHere = (found: ReadonlyMap<string, Counts>): boolean =>
  [...found].some(
    ([category, counts]) =>
      otherCategories[category]?.byAsking !== true || (category === "rights-requests" && sum(counts) > 1),
  );
