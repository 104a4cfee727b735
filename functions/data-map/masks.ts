import * as z from "zod";
import type { Reference } from "../policy/reference.ts";
import { openJson, placeOf } from "../records/vault.ts";
import type { Reader } from "./holder.ts";

/** What the desk marked in a record as being about somebody else: whatever is there, in that field, is not told. */
const Masks = z.array(z.object({ field: z.string(), text: z.string().min(1) }));
type Masks = z.infer<typeof Masks>;

const MASK = "[masked: about another person]";

/** @throws SealBroken where the masks do not open: then the record is not told at all. */
export async function openMasks(
  { dataKey }: Reader,
  reference: Reference,
  sealed: string | undefined,
): Promise<Masks> {
  if (dataKey === undefined || sealed === undefined) return [];
  return Masks.parse(await openJson(dataKey, placeOf(reference, "masks"), sealed));
}

/** One pass over each field, the longest text first, so that no mask leaves a part of another, or masks a mask. */
export function masked(answers: Readonly<Record<string, string>>, masks: Masks): Record<string, string> {
  const entries = Object.entries(answers).map(([name, answer]) => {
    const texts = masks.filter(({ field }) => field === name).map(({ text }) => text);
    if (texts.length === 0) return [name, answer] as const;
    const longestFirst = texts.toSorted((one, other) => other.length - one.length);
    const any = new RegExp(longestFirst.map((text) => RegExp.escape(text)).join("|"), "g");
    return [name, answer.replace(any, MASK)] as const;
  });
  return Object.fromEntries(entries);
}
