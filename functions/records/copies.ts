import { GetObjectCommand, HeadObjectCommand, NotFound, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Bundle } from "./items.ts";
import type { ObjectStore } from "./objects.ts";

/** The bucket of the copies that wait to be fetched. */
export function openCopies(bucket: string): ObjectStore {
  return { client: new S3Client({ maxAttempts: 3 }), bucket };
}

/** Whether the bucket still has the copy: by its lifecycle, or by an erasure, it may go before its row says so. */
export async function isCopyThere(
  { client, bucket }: ObjectStore,
  subject: SubjectId,
  { key }: Pick<Bundle, "key">,
): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket: bucket, Key: `${subject}/${key}` }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/** What a browser does with what the link opens. */
export interface Handing {
  /** ASCII letters, digits, hyphens and one full stop. */
  readonly fileName: string;
  /** Seconds. */
  readonly lifetime: number;
}

/**
 * A link that opens the copy, and nothing else, for whoever has it. Made without a call; the rights of this function
 * are what it lends.
 */
export async function linkToCopy(
  { client, bucket }: ObjectStore,
  subject: SubjectId,
  { key }: Pick<Bundle, "key">,
  { fileName, lifetime }: Handing,
): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: `${subject}/${key}`,
    ResponseContentDisposition: `attachment; filename="${fileName}"`,
    ResponseContentType: "application/zip",
    ResponseCacheControl: "private, no-store",
  });
  return await getSignedUrl(client, command, { expiresIn: lifetime });
}

/** Where such links lead, for the page that sends browsers there. */
export async function originOfLinks({ client, bucket }: ObjectStore): Promise<string> {
  const link = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: "none" }), {
    expiresIn: 1,
  });
  return new URL(link).origin;
}
