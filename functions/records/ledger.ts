import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { SubjectId } from "../policy/data-subject.ts";
import { Reference } from "../policy/reference.ts";
import { ErasureScope } from "../policy/run.ts";

/** The bucket in which erasures are written down before they begin; what is in it cannot be changed or removed. */
export interface Ledger {
  readonly client: S3Client;
  readonly bucket: string;
}

export const openLedger = (bucket: string): Ledger => ({ client: new S3Client({ maxAttempts: 4 }), bucket });

/** Who is erased, by id, on whose request, how much of them, and the hash of what there was. */
export const LedgerEntry = z.object({
  request: Reference,
  /** Whose request it was. */
  subject: SubjectId,
  /** Who was erased. */
  target: SubjectId,
  scope: ErasureScope,
  /** The records of an account, where only that was erased. */
  records: z.array(Reference).optional(),
  at: z.iso.datetime(),
  /** SHA-256 of the manifest, hex. */
  manifest: z.string(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** Where an entry stands: by day, since keys are listed in their order. */
export const ledgerKey = ({ at, request }: Pick<LedgerEntry, "at" | "request">): string =>
  `${at.slice(0, 10)}/${request}.json`;

const Key = z.string().transform((key) => {
  const [day = "", file = ""] = key.split("/");
  return { day: z.iso.date().parse(day), request: Reference.parse(file.replace(".json", "")) };
});

/** A page of what the keys of the entries say, in their order; no entry is read for it. */
export async function ledgerKeys(
  { client, bucket }: Ledger,
  after: string | undefined,
): Promise<{ readonly keys: readonly z.infer<typeof Key>[]; readonly next?: string | undefined }> {
  const { Contents = [], IsTruncated } = await client.send(
    new ListObjectsV2Command({ Bucket: bucket, StartAfter: after }),
  );
  return {
    keys: Contents.map((object) => Key.parse(object.Key)),
    next: IsTruncated === true ? Contents.at(-1)?.Key : undefined,
  };
}

/** By day, so that a replay can begin where a backup ends. Written once: a step that is run again finds it there. */
export async function writeDown(ledger: Ledger, entry: LedgerEntry): Promise<void> {
  const command = new PutObjectCommand({
    Bucket: ledger.bucket,
    Key: ledgerKey(entry),
    Body: JSON.stringify(entry),
    ContentType: "application/json",
    // Object Lock takes an object only with a checksum.
    ChecksumAlgorithm: "SHA256",
    IfNoneMatch: "*",
  });
  try {
    await ledger.client.send(command);
  } catch (error) {
    if (!(error instanceof Error && error.name === "PreconditionFailed")) throw error;
  }
}

/**
 * The entries, oldest day first, a page of the bucket's listing at a time.
 * @param after the key, or the beginning of a key, behind which it starts; the first entry where it is absent.
 */
export async function* ledgerEntries(ledger: Ledger, after?: string): AsyncIterable<LedgerEntry> {
  let from: string | undefined;
  do {
    const page = await ledger.client.send(
      new ListObjectsV2Command({
        Bucket: ledger.bucket,
        ContinuationToken: from,
        // The service takes one of the two.
        ...(from === undefined ? { StartAfter: after } : {}),
      }),
    );
    for (const { Key } of page.Contents ?? []) {
      const { Body } = await ledger.client.send(new GetObjectCommand({ Bucket: ledger.bucket, Key }));
      yield LedgerEntry.parse(JSON.parse((await Body?.transformToString()) ?? ""));
    }
    from = page.NextContinuationToken;
  } while (from !== undefined);
}
