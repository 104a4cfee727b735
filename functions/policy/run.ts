import * as z from "zod";
import { SubjectId } from "./data-subject.ts";
import { Reference } from "./reference.ts";
import type { Right } from "./rights.ts";

/** What an erasure covers: all there is about a person, or their account and what belongs to it. */
export const ErasureScope = z.enum(["everything", "account"]);
export type ErasureScope = z.infer<typeof ErasureScope>;

/**
 * What became of the last letter: `unknown` where no answer came back, which counts as sent; `nobody` where nobody had
 * to be written to, or could.
 */
export const Told = z.enum(["sent", "rejected", "unknown", "nobody"]);
export type Told = z.infer<typeof Told>;

/**
 * What travels from state to state of the erasure: ids, and whose turn it is. Whatever has to be remembered is in the
 * tables; whatever a machine adds (a decision, a failure) is passed over here.
 */
export const Run = z.object({
  /** The request on whose behalf. */
  request: Reference,
  /** Whose request it is. */
  subject: SubjectId,
  /** Who is erased, where it is somebody else: the child that was reported. */
  target: SubjectId.optional(),
  scope: ErasureScope.default("everything"),
  /** True where a restored table is erased again, as the ledger says. */
  replay: z.boolean().optional(),
  /** When the erasure that is repeated began: what came to us after it is a new beginning, and stays. */
  before: z.iso.datetime().optional(),
  /** Where to go on erasing. */
  next: z.object({ holder: z.string(), from: z.string().optional() }).optional(),
  /** True where the proof found something that nothing keeps: it is gone through once more, and only once. */
  onceMore: z.boolean().optional(),
  /** Once the last letter is out: the machine knows it before any table does. */
  told: Told.optional(),
});
export type Run = z.infer<typeof Run>;

export const targetOf = ({ subject, target }: Run): SubjectId => target ?? subject;

/** What a right erases; the others erase nothing. */
export const scopeOf: Readonly<Partial<Record<Right, ErasureScope>>> = {
  erase: "everything",
  "close-account": "account",
  "report-a-child": "everything",
};
