import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Reference } from "../policy/reference.ts";
import { openLarge } from "./large-seals.ts";
import type { ObjectStore } from "./objects.ts";
import { type DataKey, placeOf, seal } from "./vault.ts";

/** The bucket of what people attached, each file sealed under its person's key. */
export type AttachmentStore = ObjectStore;

export function openAttachments(bucket: string): AttachmentStore {
  return { client: new S3Client({ maxAttempts: 3 }), bucket };
}

/** Under the person, so that one listing finds all of theirs; the name they gave is not in it. */
export const attachmentKey = (subject: SubjectId, reference: Reference, field: string) =>
  `${subject}/${reference}/${field}`;

export async function putAttachment(
  store: AttachmentStore,
  key: string,
  owner: { readonly dataKey: DataKey; readonly reference: Reference; readonly field: string },
  bytes: Uint8Array,
): Promise<void> {
  const sealed = await seal(owner.dataKey, placeOf(owner.reference, owner.field), bytes);
  await store.client.send(
    new PutObjectCommand({ Bucket: store.bucket, Key: key, Body: sealed, ContentType: "application/jose" }),
  );
}

/** Takes back what was put for a record that then was not written. */
export async function dropAttachment(store: AttachmentStore, key: string): Promise<void> {
  await store.client.send(new DeleteObjectCommand({ Bucket: store.bucket, Key: key }));
}

/** @returns undefined where it is gone. @throws SealBroken */
export async function getAttachment(
  store: AttachmentStore,
  key: string,
  {
    dataKey,
    reference,
    field,
  }: { readonly dataKey: DataKey; readonly reference: Reference; readonly field: string },
): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await store.client.send(new GetObjectCommand({ Bucket: store.bucket, Key: key }));
    const sealed = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return openLarge(dataKey, placeOf(reference, field), sealed);
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
