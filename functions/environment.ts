import * as z from "zod";
import { Controller } from "./policy/controller.ts";

/**
 * What each function needs from its surroundings. `infra/` takes the input types, so a variable that a function
 * needs and the stack forgets is a compile error; a wrong value stops the cold start, not a request.
 */

/** A whole number written out, as every environment variable is text. */
const count = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().positive());

/** JSON in a variable, checked by a schema. The type it is fed with stays `string`. */
const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue("is not JSON");
        return z.NEVER;
      }
    })
    .pipe(schema);

const vault = {
  KEYS_TABLE: z.string().min(1),
  /** The secret that the pepper and the wrapping key are derived from. */
  VAULT_KEY_SECRET: z.string().min(1),
};

/** The table of histories, for a function that writes them. */
const audit = { AUDIT_TABLE: z.string().min(1) };

const site = {
  /** Where people reach the site, without a slash at the end. */
  SITE_URL: z.url(),
  CONTROLLER: json(Controller),
  /** Other origins whose pages may send forms, as the browser names them. */
  ALLOWED_ORIGINS: json(z.array(z.url())),
};

export const IntakeEnvironment = z.object({
  ...vault,
  ...audit,
  ...site,
  RECORDS_TABLE: z.string().min(1),
  FLEETING_TABLE: z.string().min(1),
  ATTACHMENTS_BUCKET: z.string().min(1),
  /** Submissions that one network (/24, /56) may send in ten minutes. */
  SUBMISSIONS_PER_NETWORK: count,
});
export type IntakeEnvironment = z.input<typeof IntakeEnvironment>;

export const VerificationEnvironment = z.object({
  ...vault,
  ...audit,
  ...site,
  RECORDS_TABLE: z.string().min(1),
  FLEETING_TABLE: z.string().min(1),
  /** Seconds between the confirmation of an erasure and its beginning; 0 where none is wanted. */
  COOLING_OFF: z.string().regex(/^\d+$/).transform(Number),
  RECEIPT_KEY: z.string().min(1),
});
export type VerificationEnvironment = z.input<typeof VerificationEnvironment>;

export const OutboxEnvironment = z.object({
  ...vault,
  SITE_URL: site.SITE_URL,
  CONTROLLER: site.CONTROLLER,
  RECORDS_TABLE: z.string().min(1),
  FLEETING_TABLE: z.string().min(1),
  /** The state machines: the one that erases, the one that makes copies, the one that carries out choices. */
  ERASURE_MACHINE: z.string().min(1),
  EXPORT_MACHINE: z.string().min(1),
  CHOICES_MACHINE: z.string().min(1),
  /** The address the letters come from, and the one that answers go to. */
  SENDER: z.email(),
  REPLY_TO: z.email(),
  LETTERS_PER_ADDRESS_PER_DAY: count,
  LETTERS_PER_HOUR: count,
  /** Seconds. */
  LINK_LIFETIME: count,
  CODE_LIFETIME: count,
  STATUS_LINK_LIFETIME: count,
});
export type OutboxEnvironment = z.input<typeof OutboxEnvironment>;

const tables = {
  RECORDS_TABLE: z.string().min(1),
  KEYS_TABLE: z.string().min(1),
  FLEETING_TABLE: z.string().min(1),
  AUDIT_TABLE: z.string().min(1),
};

export const DownloadEnvironment = z.object({
  ...tables,
  ...site,
  VAULT_KEY_SECRET: vault.VAULT_KEY_SECRET,
  EXPORTS_BUCKET: z.string().min(1),
});
export type DownloadEnvironment = z.input<typeof DownloadEnvironment>;

export const AssessEnvironment = z.object({
  ...tables,
  VAULT_KEY_SECRET: vault.VAULT_KEY_SECRET,
  /** To whom a copy may be sent without a person who agrees. */
  PORTABILITY_HOSTS: json(z.array(z.string())),
});
export type AssessEnvironment = z.input<typeof AssessEnvironment>;

export const DeadlinesEnvironment = z.object(tables);
export type DeadlinesEnvironment = z.input<typeof DeadlinesEnvironment>;

export const ChoicesEnvironment = z.object({ ...tables, CONTROLLER: site.CONTROLLER });
export type ChoicesEnvironment = z.input<typeof ChoicesEnvironment>;

export const EraseEnvironment = z.object({
  ...tables,
  ATTACHMENTS_BUCKET: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  LEDGER_BUCKET: z.string().min(1),
  CONTROLLER: site.CONTROLLER,
});
export type EraseEnvironment = z.input<typeof EraseEnvironment>;

export const ExportEnvironment = z.object({
  ...tables,
  VAULT_KEY_SECRET: vault.VAULT_KEY_SECRET,
  SITE_URL: site.SITE_URL,
  CONTROLLER: site.CONTROLLER,
  ATTACHMENTS_BUCKET: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
});
export type ExportEnvironment = z.input<typeof ExportEnvironment>;

export const SendEnvironment = z.object({
  ...tables,
  VAULT_KEY_SECRET: vault.VAULT_KEY_SECRET,
  EXPORTS_BUCKET: z.string().min(1),
});
export type SendEnvironment = z.input<typeof SendEnvironment>;

export const ConcludeEnvironment = z.object({
  ...tables,
  VAULT_KEY_SECRET: vault.VAULT_KEY_SECRET,
  /** The data map names both; of what is in them only the copies are looked at. */
  ATTACHMENTS_BUCKET: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  SITE_URL: site.SITE_URL,
  CONTROLLER: site.CONTROLLER,
  SENDER: z.email(),
  REPLY_TO: z.email(),
  /** The KMS key that signs receipts. */
  RECEIPT_KEY: z.string().min(1),
});
export type ConcludeEnvironment = z.input<typeof ConcludeEnvironment>;

export const RetentionEnvironment = z.object({
  ...tables,
  AGGREGATES_TABLE: z.string().min(1),
  VAULT_KEY_SECRET: vault.VAULT_KEY_SECRET,
  ATTACHMENTS_BUCKET: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  CONTROLLER: site.CONTROLLER,
  /** Percent of a category that may go in one night without a person, and how many may go whatever the percentage. */
  BLAST_RADIUS_SHARE: count,
  BLAST_RADIUS_MINIMUM: count,
});
export type RetentionEnvironment = z.input<typeof RetentionEnvironment>;

export const DropChainsEnvironment = z.object({
  ...audit,
  CONTROLLER: site.CONTROLLER,
});
export type DropChainsEnvironment = z.input<typeof DropChainsEnvironment>;

export const DeskEnvironment = z.object({
  ...tables,
  AGGREGATES_TABLE: z.string().min(1),
  CONTROLLER: site.CONTROLLER,
  VAULT_KEY_SECRET: vault.VAULT_KEY_SECRET,
  ATTACHMENTS_BUCKET: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  LEDGER_BUCKET: z.string().min(1),
  /** The state machine that erases: told of decisions, and started again by the ledger. */
  ERASURE_MACHINE: z.string().min(1),
});
export type DeskEnvironment = z.input<typeof DeskEnvironment>;

/**
 * The surroundings as typed values.
 * @throws Error naming every variable that is missing or wrong, without its value.
 */
export function readEnvironment<T extends z.ZodType>(schema: T, variables: NodeJS.ProcessEnv): z.output<T> {
  const read = schema.safeParse(variables);
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not as it should be: ${wrong.join("; ")}`);
}
