import type { SubjectId } from "../policy/data-subject.ts";
import { Reference } from "../policy/reference.ts";

/** Every key of the exports bucket on one page, each without and with its person, as `objects.ts` has them. */

/** "The copy that a request asked for." */
export const bundleKey = (reference: Reference) => `${reference}/bundle.zip`;

/** "What it is made from", sealed; gone once the copy is there. */
export const workKey = (reference: Reference, name: string) => `${workPrefix(reference)}${name}`;
export const workPrefix = (reference: Reference) => `${reference}/work/`;

/** "All that belongs to one request." */
export const requestPrefix = (reference: Reference) => `${reference}/`;

export const under = (subject: SubjectId, key: string) => `${subject}/${key}`;

/** True for what a copy is made from. */
export const isWork = (key: string): boolean => key.split("/")[1] === "work";

/** The request that an object belongs to. */
export const referenceIn = (key: string): Reference | undefined =>
  Reference.safeParse(key.split("/")[0]).data;
