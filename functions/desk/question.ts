import * as z from "zod";
import { ConsentName } from "../policy/choices.ts";
import { HoldScope, LegalHold, Matter } from "../policy/legal-hold.ts";
import { Reference } from "../policy/reference.ts";
import { RefusalGround } from "../policy/refusal-grounds.ts";

/**
 * The session name of an IAM principal, as STS writes it. It is the caller's word: Lambda does not tell a function who
 * invoked it. CloudTrail knows.
 */
const by = z
  .string("must say who asks")
  .regex(/^[\w+=,.@-]{2,64}$/, "must be 2 to 64 letters, digits or any of _ + = , . @ -");

/**
 * Goes into the history, from which nothing is ever erased; so it must not name anybody. That nobody's address slips
 * in can be checked, the rest is for the staff to see to.
 */
const note = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(200, "must be 200 characters at most")
  .refine((text) => !text.includes("@"), "must hold no address: what is in the history can never be erased");

/** Of a person, as they or the staff know it; it is looked up and kept nowhere. */
const email = z.string().min(1).max(320);

const decision = { by, reference: Reference, note: note.optional() };

/** A record, and where its own reference does not say whose it is, their address or a request of the same person. */
const record = { by, reference: Reference, of: Reference.optional(), email: email.optional() };

/** A night of the retention, and what of it was looked at. */
const night = {
  by,
  night: z.iso.date("must be a day, such as 2027-03-31"),
  manifest: z.string().regex(/^[0-9a-f]{64}$/, "must be the whole manifest, as `desk sweeps` shows it"),
};

/** A record of somebody, and the day on which what it was for has ended: the decision on an application. */
const ended = { by, email, reference: Reference, on: z.iso.date("must be a day, such as 2027-03-31") };

/** The name of a hold. */
const held = z
  .string()
  .regex(/^[0-9A-Z]{16}-[0-9A-F]{8}$/, "must be the name of a hold, as `desk holds` lists it");

/** Why something is held, and until when nobody need look at it. */
const why = {
  ground: z.enum(LegalHold.shape.ground.options, "must be legal-claim or legal-duty"),
  citation: LegalHold.shape.citation,
  until: z.iso.date("must be a day, such as 2027-03-31"),
  matter: Matter.optional(),
};

/** What the staff can ask of the desk. One object per act; `by` is who asks. */
export const DeskQuestion = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("list"), by, most: z.number().int().min(1).max(1000).default(100) }),
  z.strictObject({ act: z.literal("show"), by, reference: Reference, reveal: z.boolean().default(false) }),
  z.strictObject({ act: z.literal("show-record"), ...record, reveal: z.boolean().default(false) }),
  z.strictObject({ act: z.literal("open-file"), ...record, field: z.string().min(1).max(100) }),
  z.strictObject({
    act: z.literal("approve"),
    ...decision,
    /** Of a withdrawal: which consents its words are about. */
    consents: z
      .array(z.enum(ConsentName.options, `must be one of ${ConsentName.options.join(", ")}`))
      .min(1)
      .optional(),
  }),
  z.strictObject({
    act: z.literal("refuse"),
    ...decision,
    ground: z.enum(RefusalGround.options, `must be one of ${RefusalGround.options.join(", ")}`),
  }),
  z.strictObject({
    act: z.literal("hold"),
    by,
    /** A request or a submission of the person whose data are held. */
    reference: Reference,
    scope: HoldScope,
    ...why,
  }),
  /** The same of a person whose references do not say any more whose they are. */
  z.strictObject({ act: z.literal("hold-person"), by, email, scope: HoldScope, ...why }),
  /** Everybody's, whoever sent something with the form or will. */
  z.strictObject({ act: z.literal("hold-everybody"), by, form: z.string().min(1).max(100), ...why }),
  z.strictObject({
    act: z.literal("holds"),
    by,
    matter: Matter.optional(),
    /** Only those whose day has passed and that nobody has looked at. */
    overdue: z.boolean().default(false),
    from: z.string().max(100).optional(),
  }),
  z.strictObject({ act: z.literal("review-hold"), by, hold: held, until: why.until, note: note.optional() }),
  z.strictObject({ act: z.literal("release"), by, hold: held }),
  z.strictObject({ act: z.literal("release-matter"), by, matter: Matter }),
  z.strictObject({ act: z.literal("person"), by, email }),
  z.strictObject({ act: z.literal("decided"), ...ended }),
  z.strictObject({ act: z.literal("closed"), ...ended }),
  z.strictObject({ act: z.literal("reopened"), by, email, reference: Reference }),
  z.strictObject({ act: z.literal("flag"), ...record, note: note.optional() }),
  z.strictObject({ act: z.literal("unflag"), ...record, note: note.optional() }),
  z.strictObject({
    act: z.literal("mask"),
    ...record,
    field: z.string().min(1).max(100),
    words: z.string().min(1, "must not be empty").max(4000, "must be 4000 characters at most"),
  }),
  z.strictObject({ act: z.literal("unmask"), ...record }),
  z.strictObject({
    act: z.literal("sweeps"),
    by,
    /** This one only. */
    night: z.iso.date("must be a day, such as 2027-03-31").optional(),
    most: z.number().int().min(1).max(100).default(8),
  }),
  z.strictObject({ act: z.literal("approve-sweep"), ...night }),
  z.strictObject({ act: z.literal("refuse-sweep"), ...night }),
  z.strictObject({ act: z.literal("aggregates"), by, form: z.string().max(40).optional() }),
  z.strictObject({ act: z.literal("replay-withdrawals"), by, from: z.string().max(1100).optional() }),
  z.strictObject({ act: z.literal("verify-audit"), by, from: z.string().max(1100).optional() }),
  z.strictObject({
    act: z.literal("replay-ledger"),
    by,
    /** True where the holds that a restore took away were seen to: what they would keep may go. */
    holdsChecked: z.boolean().default(false),
    /** Only what was erased on that day or later. */
    since: z.iso.date("must be a day, such as 2026-12-24").optional(),
    from: z.string().max(1100).optional(),
  }),
  z.strictObject({
    act: z.literal("replay-status"),
    by,
    executions: z
      .array(z.string().regex(/^replay-[0-9A-Z]{16}-\d{14}$/))
      .min(1)
      .max(50),
  }),
]);
export type DeskQuestion = z.infer<typeof DeskQuestion>;

/** As it is sent, before defaults are filled in. */
export type AskedOfDesk = z.input<typeof DeskQuestion>;
export type Act = DeskQuestion["act"];
export type Asked<A extends Act> = Extract<DeskQuestion, { readonly act: A }>;
