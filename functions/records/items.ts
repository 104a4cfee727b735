import * as z from "zod";
import { ConsentName } from "../policy/choices.ts";
import { SubjectId } from "../policy/data-subject.ts";
import { MachineName } from "../policy/machines.ts";
import { Outcomes } from "../policy/outcomes.ts";
import { SendingOutcome } from "../policy/portability.ts";
import { Reference } from "../policy/reference.ts";
import { RequestStatus } from "../policy/request-lifecycle.ts";
import { Regime } from "../policy/residence.ts";
import { RetentionCategory } from "../policy/retention-schedule.ts";
import { Right } from "../policy/rights.ts";

/** What the tables hold. Whatever is read is parsed by these; whatever names a person is in `sealed`. */

const instant = z.iso.datetime();

/** What the nightly sweep finds it by: `Due` of the retention schedule, or nothing. */
const dueAttributes = {
  shard: z.string().optional(),
  due: z.iso.date().optional(),
  dueAs: RetentionCategory.optional(),
};

/** A submission: `sealed` holds the answers, the address among them. */
export const Submission = z.object({
  reference: Reference,
  form: z.string(),
  /** The form's title as it was then: what letters and pages call it. */
  title: z.string(),
  status: z.enum(["unverified", "confirmed"]),
  receivedAt: instant,
  confirmedAt: instant.optional(),
  purpose: z.string(),
  lawfulBasis: z.string(),
  /** The category of the retention schedule once it is confirmed. */
  retention: RetentionCategory,
  /** The day the retention period runs from where it is not the day of receipt (an event's day). */
  clockStart: z.iso.date().optional(),
  noticeVersion: z.iso.date(),
  consents: z.array(z.object({ name: z.string(), wording: z.string() })),
  attachments: z.array(
    z.object({ field: z.string(), mediaType: z.string(), bytes: z.number(), key: z.string() }),
  ),
  sealed: z.string(),
  /** When the staff asked that a person looks at it before it is disclosed or destroyed. */
  flaggedAt: instant.optional(),
  /** Words about somebody else that are kept out of every copy, sealed. */
  masks: z.string().optional(),
  /** Why it is kept beyond its day, as the guard has said. */
  retained: z.unknown().optional(),
  ...dueAttributes,
});
export type Submission = z.infer<typeof Submission>;

/** What a submission seals: every answer by field name, and the names of the files. */
export const SealedAnswers = z.object({ email: z.string() }).catchall(z.string());
export type SealedAnswers = z.infer<typeof SealedAnswers>;

/** The sealed copy of a person's data that an export made. */
export const Bundle = z.object({
  /** In its bucket without the person: `<reference>/bundle.zip`. */
  key: z.string(),
  bytes: z.number().int().nonnegative(),
  sealedAt: instant,
  /** From then on nobody gets it any more, whether or not the sweep has come by. */
  expiresAt: instant,
  sha256: z.string().optional(),
  /** The titles of the holders that could not be read, as letters and pages say them. */
  missing: z.array(z.string()),
  /** Since when nobody gets it any more: the staff has marked a record that is in it. */
  withdrawnAt: instant.optional(),
});
export type Bundle = z.infer<typeof Bundle>;

/** A rights request: the accountability half in clear, the identity half sealed. */
export const RightsRequest = z.object({
  reference: Reference,
  right: Right,
  regime: Regime,
  status: RequestStatus,
  receivedAt: instant,
  verifiedAt: instant.optional(),
  /** The day an answer is due, and the rule that says so. */
  dueBy: z.iso.date(),
  citation: z.string(),
  noticeVersion: z.iso.date(),
  /** The identity half: gone once the request is shredded. */
  sealed: z.string().optional(),
  /** The end of its audit chain. */
  auditSequence: z.number().int().positive().optional(),
  auditHash: z.string().optional(),
  /** Until when the person can cancel it. */
  coolingOffEnds: instant.optional(),
  /** Set by the one write that decides between cancelling and beginning. */
  begunAt: instant.optional(),
  /** What a machine waits with, and why a person has to look. */
  awaits: z
    .object({
      token: z.string(),
      reason: z.string(),
      decision: z.enum(["approve", "refuse"]).optional(),
      /** When it was put to them: of an erasure, what came after that they have not agreed to. */
      at: instant.optional(),
      /** What of a copy there is to look at, by name (`fulfilment/points.ts`). */
      points: z.array(z.string()).optional(),
    })
    .optional(),
  /** What of a copy a person of the staff has looked at and agreed to, by the same names. */
  looked: z.array(z.string()).optional(),
  /** Another word each time the staff marks a record that may be in the copy: one made before is made anew. */
  marked: z.string().optional(),
  /** What was decided by a person: why it was refused. */
  ground: z.string().optional(),
  outcomes: Outcomes.optional(),
  /** The consents that are withdrawn, by the person or as the staff reads their words; absent where all are. */
  withdraws: z.array(ConsentName).optional(),
  /** When what it asks was done, where no machine erases or copies anything. */
  carriedOutAt: instant.optional(),
  /** Compact JWS. */
  receipt: z.string().optional(),
  toldAt: instant.optional(),
  /** The copy that was made for the person, as long as it is there; set by the hand-over of an export. */
  bundle: Bundle.optional(),
  /** What became of sending it to the controller they named. */
  sent: z.object({ at: instant, outcome: SendingOutcome }).optional(),
  concludedAt: instant.optional(),
  /** The index of what is open: a constant while it is, and the day. */
  open: z.literal("open").optional(),
  deadline: z.iso.date().optional(),
  ...dueAttributes,
});
export type RightsRequest = z.infer<typeof RightsRequest>;

/** Every letter that the outbox sends, by its file in `mail/letters/`; the last one of a request its machine sends. */
export const LetterKind = z.enum([
  "confirm-form",
  "confirm-referral",
  "confirm-request",
  "request-received",
  "request-noted",
  "request-cancelled",
  "export-ready",
  "download-code",
  "copy-withdrawn",
]);
export type LetterKind = z.infer<typeof LetterKind>;

/** Fleeting: what waits to be confirmed. */
export const Verification = z.object({
  reference: Reference,
  subject: SubjectId,
  /** The sort key of the record. */
  about: z.string(),
  proof: z.enum(["link", "link-and-same-person", "link-and-code"]),
  /** The letter that asks for it, to send it again. */
  letter: LetterKind,
  /** Digest of the secret of the browser that sent the form. */
  browser: z.string(),
  confirmedAt: z.number().optional(),
  resent: z.number(),
  codeDigest: z.string().optional(),
  codeExpires: z.number().optional(),
  codeTries: z.number().optional(),
});
export type Verification = z.infer<typeof Verification>;

/** Fleeting: what a link opens. `purpose` keeps a link for one thing from opening another. Seconds since 1970. */
export const OpenedByToken = z.object({
  purpose: z.enum(["verify", "status"]),
  reference: Reference,
  subject: SubjectId,
  about: z.string(),
  expires: z.number(),
  /** When it was minted: what is erased again after a restore is what came before. */
  createdAt: instant.optional(),
});
export type OpenedByToken = z.infer<typeof OpenedByToken>;

const WaitingForOutbox = z.object({
  intent: z.string(),
  reference: Reference,
  about: z.string(),
  createdAt: instant,
  /** From when the schedule may take it up, ISO 8601. */
  notBefore: instant,
});

/** Records: a letter that is to be sent. It says about what; to whom stands sealed in that record. */
const LetterEntry = WaitingForOutbox.extend({ letter: LetterKind });
export type LetterEntry = z.infer<typeof LetterEntry>;

/** Records: an execution that is to be started. */
const ExecutionEntry = WaitingForOutbox.extend({ machine: MachineName });
export type ExecutionEntry = z.infer<typeof ExecutionEntry>;

/** Records: an execution that waits for a person and need not any more. */
const WakingEntry = WaitingForOutbox.extend({ wakes: MachineName });

export const OutboxEntry = z.union([LetterEntry, ExecutionEntry, WakingEntry]);
export type OutboxEntry = z.infer<typeof OutboxEntry>;
