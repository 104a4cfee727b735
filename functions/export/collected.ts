import * as z from "zod";

/** What became of a file after it was collected: it does not open any more, or it is gone. */
export const LostFile = z.enum(["unreadable", "erased"]);
export type LostFile = z.infer<typeof LostFile>;

/** A file that a bundle carries, unless it is lost. */
const CollectedFile = z.object({
  reference: z.string().optional(),
  /** Its name in the bundle, made by us: `attachments/7Q2M0V9K3T5XJ8RB-cv.pdf`. */
  name: z.string(),
  mediaType: z.string(),
  /** Of the file itself. */
  bytes: z.number(),
  /** Where it is: the holder, and its key there. */
  holder: z.string(),
  key: z.string(),
  lost: LostFile.optional(),
});

const CollectedPage = z.object({
  holder: z.string(),
  /** How many things of each category are in it. */
  categories: z.record(z.string(), z.number().int().positive()),
});

/**
 * What collecting has found, and how far it has come: kept sealed between invocations. What was found itself lies in
 * segments, one for each page; a right that gets no records has the counts only.
 */
export const Collected = z.object({
  /** Segment `n` holds what `pages[n]` counts. */
  pages: z.array(CollectedPage),
  /** Category → the names of its fields, in the order in which they first appeared. */
  columns: z.record(z.string(), z.array(z.string())),
  /** Category → the newest `receivedAt` in it, where its things have one. */
  latest: z.record(z.string(), z.string()),
  files: z.array(CollectedFile),
  /** Whether anything is held of the person but what came with this request, in the copy or not. */
  held: z.boolean().default(false),
  /** Holders that could not be read, or not in whole. */
  missing: z.array(z.string()),
  /** Holder → where it goes on, for those that are neither missing nor gone through. */
  open: z.record(z.string(), z.object({ from: z.string().optional() })),
  /** Holder → how many invocations it failed in, since it was last gone through. */
  failures: z.record(z.string(), z.number().int().positive()),
  /** What the request said of marks when it was begun (`RightsRequest.marked`). */
  marked: z.string().optional(),
  /** When the last of it was read, ISO 8601: as of then the bundle speaks. Absent while there is more to collect. */
  madeAt: z.string().optional(),
});
export type Collected = z.infer<typeof Collected>;
export type CollectedFile = z.infer<typeof CollectedFile>;
