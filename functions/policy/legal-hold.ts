import * as z from "zod";
import type { SubjectId } from "./data-subject.ts";
import { Reference } from "./reference.ts";

const FormScope = z.strictObject({ form: z.string().min(1).max(100) });

/**
 * What a hold on one person covers: everything about them, one category of the data map, one record, or all that came
 * with a form.
 */
export const HoldScope = z.union([
  z.literal("everything"),
  z.strictObject({ holder: z.string().min(1) }),
  z.strictObject({ record: Reference }),
  FormScope,
]);
export type HoldScope = z.infer<typeof HoldScope>;

/** Whose data a hold keeps: one person's, or those of everybody in the house. */
export type HeldOf = SubjectId | "house";

/** The staff's own number of a lawsuit or another affair for which things are held; it names nobody. */
export const Matter = z
  .string()
  .regex(/^[A-Za-z0-9](-?[A-Za-z0-9]){0,39}$/, "must be letters, digits and hyphens, such as M-2027-12");
export type Matter = z.infer<typeof Matter>;

/** A legal hold: placed by a person of the staff, for a reason the law knows, until it is released. */
export const LegalHold = z.object({
  id: z.string().min(1),
  scope: HoldScope,
  /** GDPR 17(3): why it must not be erased. */
  ground: z.enum(["legal-claim", "legal-duty"]),
  /** The article or the court order, as the staff cites it. Shown to the data subject. */
  citation: z.string().min(1).max(200),
  /** The day it is looked at again; nothing ends by itself. */
  until: z.iso.date(),
  /** For which matter; all holds of one can be listed and released together. */
  matter: Matter.optional(),
  placedAt: z.iso.datetime(),
  /** Who placed it: the name of the IAM principal. */
  placedBy: z.string(),
  /** When it was last looked at, and by whom. */
  reviewedAt: z.iso.datetime().optional(),
  reviewedBy: z.string().optional(),
});
export type LegalHold = z.infer<typeof LegalHold>;
