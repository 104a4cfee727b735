import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { Temporal } from "temporal-polyfill";
import { linked, NO_CHAIN } from "../../functions/policy/audit-chain.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import type { Reference } from "../../functions/policy/reference.ts";
import { nextClock } from "../../functions/policy/request-clocks.ts";
import { Regime } from "../../functions/policy/residence.ts";
import {
  dueFor,
  type RetentionCategory,
  type RetentionSchedule,
  scheduleOf,
} from "../../functions/policy/retention-schedule.ts";
import { sha256 } from "../../functions/records/audit.ts";
import * as keys from "../../functions/records/keys.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { placeOf, sealJson, Vault } from "../../functions/records/vault.ts";
import type { Sweeper } from "../../functions/retention/sweeper.ts";
import type { Row, Stores } from "../data-map/given.ts";
import { storedKey } from "../records/stored-key.ts";

export const vault = new Vault("a vault key for tests: letters, digits and nothing secret 1234567");
export const schedule = scheduleOf({ retention: {} });

/** Wide enough that nothing waits for a person, unless the test is about that. */
export function sweeperOf(stores: Stores, more: Partial<Sweeper> = {}): Sweeper {
  return {
    database: stores.database,
    holders: stores.holders,
    attachments: stores.attachments,
    schedule,
    blastRadius: { share: 100, minimum: 1_000_000 },
    vault: async () => vault,
    clock: () => Temporal.Now.instant(),
    ...more,
  };
}

/** What seeding needs of the tables and buckets, those of a whole stack among them, which has a vault key of its own. */
export type Seedable = Pick<Stores, "database" | "rows" | "put" | "putObject" | "attachments" | "exports"> & {
  readonly vault?: Vault;
  readonly schedule?: RetentionSchedule;
};

const pkOf = (subject: SubjectId) => keys.subject(subject);

interface Sent {
  readonly form?: string;
  readonly retention?: RetentionCategory;
  readonly status?: "unverified" | "confirmed";
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly clockStart?: string;
  readonly answers?: Readonly<Record<string, string>>;
  readonly consents?: readonly string[];
  readonly files?: readonly string[];
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A submission as it lies in the tables and buckets, with all that came with it. */
export async function submitted(stores: Seedable, subject: SubjectId, sent: Sent): Promise<Reference> {
  const reference = newReference();
  const { form = "contact", status = "confirmed", receivedAt, clockStart, consents = [], files = [] } = sent;
  const retention = sent.retention ?? (form as RetentionCategory);
  const { key } = await storedKey(stores.database, stores.vault ?? vault, subject);
  const answers = { email: "somebody@example.org", ...sent.answers };
  const start = Temporal.Instant.from(clockStart === undefined ? receivedAt : `${clockStart}T00:00Z`);
  const due =
    status === "unverified"
      ? dueFor(stores.schedule ?? schedule, "unverified", Temporal.Instant.from(receivedAt), reference)
      : dueFor(stores.schedule ?? schedule, retention, start, reference);
  for (const field of files) await stores.putObject("attachments", `${subject}/${reference}/${field}`);
  await stores.put("records", [
    {
      ...{ pk: pkOf(subject), sk: keys.submission(reference), reference, form, title: form, status },
      ...{ receivedAt, clockStart, retention, purpose: "", lawfulBasis: "contract" },
      noticeVersion: "2026-01-01",
      consents: consents.map((name) => ({ name, wording: "Yes." })),
      attachments: files.map((field) => ({
        field,
        ...{ mediaType: "application/pdf", bytes: 6, key: `${subject}/${reference}/${field}` },
      })),
      sealed: await sealJson(key, placeOf(reference, "answers"), answers),
      ...due,
      ...sent.more,
    },
    ...(status === "unverified" ? [] : consents).map((name) => ({
      ...{ pk: pkOf(subject), sk: keys.consent(reference, name), reference, form, name },
      ...{ wording: "Yes.", givenAt: receivedAt },
    })),
  ]);
  if (status === "unverified") await waiting(stores, subject, reference);
  return reference;
}

/** What waits to be confirmed, and the letter that asks for it. */
async function waiting(stores: Seedable, subject: SubjectId, reference: Reference): Promise<void> {
  const pk = pkOf(subject);
  await stores.put("fleeting", [
    { pk, sk: keys.verification(reference), reference, subject },
    { ...keys.reference(reference), subject },
  ]);
  await stores.put("records", [{ pk, sk: keys.outbox(reference), reference }]);
}

interface Asked {
  readonly right?: string;
  readonly status?: string;
  readonly receivedAt: string;
  readonly concludedAt?: string;
  readonly dueBy?: string;
  readonly bundle?: boolean;
  /** Without who made it. */
  readonly shredded?: boolean;
}

/** A rights request with its history, and with the copy that was made for it. */
export async function requested(stores: Seedable, subject: SubjectId, asked: Asked): Promise<Reference> {
  const reference = newReference();
  const { right = "access", status = "completed", receivedAt, dueBy = "2027-01-31" } = asked;
  const concludedAt = status === "completed" ? (asked.concludedAt ?? receivedAt) : undefined;
  const { key } = await storedKey(stores.database, stores.vault ?? vault, subject);
  const sealed =
    asked.shredded === true
      ? undefined
      : await sealJson(key, placeOf(reference, "identity"), { email: "somebody@example.org" });
  const bundle = asked.bundle === true ? bundleOf(reference, concludedAt ?? receivedAt) : undefined;
  if (bundle !== undefined) await stores.putObject("exports", `${subject}/${bundle.key}`);
  const proved = status !== "awaiting-verification";
  const first = linked(NO_CHAIN, { reference, subject, at: receivedAt, what: "verified", by: "x" }, sha256);
  const last = linked(
    first,
    { reference, at: concludedAt ?? receivedAt, what: "concluded", by: "x" },
    sha256,
  );
  if (proved)
    await stores.put(
      "audit",
      [first, last].map((event) => ({ pk: `request#${reference}`, ...event })) as unknown as Row[],
    );
  const request = { reference, status: status as never, receivedAt, concludedAt, sealed, bundle };
  await stores.put("records", [
    {
      ...{ pk: pkOf(subject), sk: keys.request(reference), ...request, right, dueBy },
      ...{ regime: REGIME, citation: "GDPR 12(3)", noticeVersion: "2026-01-01" },
      ...(proved ? { auditSequence: last.sequence, auditHash: last.hash } : {}),
      ...nextClock(request, stores.schedule ?? schedule),
    },
  ]);
  if (!proved) await waiting(stores, subject, reference);
  return reference;
}

const REGIME = Regime.options[0];

const bundleOf = (reference: Reference, sealedAt: string) => ({
  ...{ key: `${reference}/bundle.zip`, bytes: 6, sealedAt, missing: [] },
  expiresAt: Temporal.Instant.from(sealedAt).add({ hours: 168 }).toString(),
});

/** All objects of a bucket. */
export async function objects(stores: Seedable, bucket: "attachments" | "exports"): Promise<string[]> {
  const { client, bucket: Bucket } = stores[bucket];
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key = "" }) => Key);
}

export const ofPerson = (rows: readonly Row[], subject: SubjectId): Row[] =>
  rows.filter(({ pk }) => pk === pkOf(subject));
