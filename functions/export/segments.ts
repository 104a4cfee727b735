import * as z from "zod";
import type { Disclosed } from "../data-map/holder.ts";
import { getWork, putWork, WorkGone, type Workplace } from "../records/bundles.ts";
import { Collected } from "./collected.ts";

/** What is kept sealed while a copy is made: one page of what was found in each segment, and how far it has come. */
const Segment = z.array(
  z.object({
    category: z.string(),
    reference: z.string().optional(),
    receivedAt: z.string().optional(),
    provided: z.boolean(),
    fields: z.record(z.string(), z.string()),
    file: z.object({ key: z.string(), mediaType: z.string(), bytes: z.number() }).optional(),
  }),
);

const segmentName = (page: number) => `segment-${page}`;

export const putSegment = (at: Workplace, page: number, items: readonly Disclosed[]): Promise<void> =>
  putJson(at, segmentName(page), items);

/** @throws WorkGone */
export async function getSegment(at: Workplace, page: number): Promise<readonly Disclosed[]> {
  const found = await getJson(at, segmentName(page), Segment);
  if (found === undefined) throw new WorkGone();
  return found;
}

export const putCollected = (at: Workplace, collected: Collected): Promise<void> =>
  putJson(at, "collected.json", collected);

export const getCollected = (at: Workplace): Promise<Collected | undefined> =>
  getJson(at, "collected.json", Collected);

export const putJson = (at: Workplace, name: string, value: unknown): Promise<void> =>
  putWork(at, name, Buffer.from(JSON.stringify(value)));

export async function getJson<Schema extends z.ZodType>(
  at: Workplace,
  name: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const bytes = await getWork(at, name);
  return bytes === undefined ? undefined : schema.parse(JSON.parse(Buffer.from(bytes).toString()));
}
