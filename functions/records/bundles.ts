import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Reference } from "../policy/reference.ts";
import { bundleKey, under, workKey } from "./bundle-keys.ts";
import { openLarge, sealLarge } from "./large-seals.ts";
import type { ObjectStore } from "./objects.ts";
import type { DataKey } from "./vault.ts";

/** Where a copy is made: whose, on which request, and the key under which its parts wait. */
export interface Workplace {
  readonly store: ObjectStore;
  readonly subject: SubjectId;
  readonly reference: Reference;
  readonly dataKey: DataKey;
}

/** What a copy is made from is not all there any more: a copy that nobody went on with for days, and S3 let go of it. */
export class WorkGone extends Error {
  override readonly name = "WorkGone";
}

const sealPlace = ({ reference }: Workplace, name: string) => `export:${reference}:${name}`;

/** Keeps something of the work, sealed under its person's key and bound to its name. */
export async function putWork(at: Workplace, name: string, content: Uint8Array): Promise<void> {
  await at.store.client.send(
    new PutObjectCommand({
      Bucket: at.store.bucket,
      Key: under(at.subject, workKey(at.reference, name)),
      Body: sealLarge(at.dataKey, sealPlace(at, name), content),
      ContentType: "application/jose",
    }),
  );
}

/** @returns undefined where there is none. @throws SealBroken */
export async function getWork(at: Workplace, name: string): Promise<Uint8Array | undefined> {
  const sealed = await read(at.store, under(at.subject, workKey(at.reference, name)));
  return sealed === undefined ? undefined : openLarge(at.dataKey, sealPlace(at, name), sealed);
}

async function read({ client, bucket }: ObjectStore, Key: string): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** What the object of a copy says about it. */
export interface BundleFacts {
  /** Without the person: `<reference>/bundle.zip`. */
  readonly key: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly sealedAt: string;
  /** The names of the holders that could not be read, or not in whole. */
  readonly missing: readonly string[];
  /** What the request said of marks when it was collected (`RightsRequest.marked`). */
  readonly marked?: string | undefined;
}

/** @returns undefined where there is no whole copy. */
export async function bundleFacts(
  { client, bucket }: ObjectStore,
  subject: SubjectId,
  reference: Reference,
): Promise<BundleFacts | undefined> {
  const key = bundleKey(reference);
  try {
    const { ContentLength = 0, Metadata = {} } = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: under(subject, key) }),
    );
    const missing = Metadata.missing?.split(",").filter((name) => name !== "") ?? [];
    const { "sealed-at": sealedAt = "", marked } = Metadata;
    return { key, bytes: ContentLength, sealedAt, missing, marked };
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** What a copy says about itself, before it is known how long it is: times and names of ours, nothing personal. */
export type Label = Pick<BundleFacts, "sealedAt" | "missing" | "marked">;

const described = ({ store, subject, reference }: Workplace, { sealedAt, missing, marked }: Label) => ({
  Bucket: store.bucket,
  Key: under(subject, bundleKey(reference)),
  ContentType: "application/zip",
  Metadata: {
    "sealed-at": sealedAt,
    missing: missing.join(","),
    ...(marked === undefined ? {} : { marked }),
  },
});

/** A copy that is one piece. */
export async function putBundle(at: Workplace, label: Label, bytes: Uint8Array): Promise<void> {
  await at.store.client.send(new PutObjectCommand({ ...described(at, label), Body: bytes }));
}

/**
 * Opens an upload in parts. Its id is written down before there is any part, so that none is left lying that nobody
 * can find; the bucket drops what is older than a day.
 */
export async function beginUpload(at: Workplace, label: Label): Promise<string> {
  const { UploadId = "" } = await at.store.client.send(
    new CreateMultipartUploadCommand(described(at, label)),
  );
  await at.store.client.send(new PutObjectCommand({ ...uploadPlace(at), Body: UploadId }));
  return UploadId;
}

/** @param part from 1 on; the same number replaces what was there. @returns what completing it asks for. @throws WorkGone */
export async function putPart(
  at: Workplace,
  upload: string,
  part: number,
  bytes: Uint8Array,
): Promise<string> {
  const command = new UploadPartCommand({
    ...bundlePlace(at),
    UploadId: upload,
    PartNumber: part,
    Body: bytes,
  });
  const { ETag = "" } = await at.store.client.send(command).catch((error: unknown) => {
    throw isOver(error) ? new WorkGone() : error;
  });
  return ETag;
}

/** Makes the parts one object. Where it was done before, and only the answer was lost, it is found done. @throws WorkGone */
export async function completeUpload(
  at: Workplace,
  label: Label,
  upload: string,
  tags: readonly string[],
): Promise<void> {
  const Parts = tags.map((ETag, n) => ({ ETag, PartNumber: n + 1 }));
  try {
    await at.store.client.send(
      new CompleteMultipartUploadCommand({
        ...bundlePlace(at),
        UploadId: upload,
        MultipartUpload: { Parts },
      }),
    );
  } catch (error) {
    if (!isOver(error)) throw error;
    const facts = await bundleFacts(at.store, at.subject, at.reference);
    if (facts?.sealedAt !== label.sealedAt) throw new WorkGone();
  }
}

const isOver = (error: unknown): boolean => error instanceof Error && error.name === "NoSuchUpload";

/** Drops the parts of an upload that nobody goes on with. One that is over already is as good. */
export async function abortUpload(at: Omit<Workplace, "dataKey">): Promise<void> {
  const upload = await openUpload(at);
  if (upload === undefined) return;
  try {
    await at.store.client.send(new AbortMultipartUploadCommand({ ...bundlePlace(at), UploadId: upload }));
  } catch (error) {
    if (!isOver(error)) throw error;
  }
}

/** The upload that was begun last, over or not. */
async function openUpload(at: Omit<Workplace, "dataKey">): Promise<string | undefined> {
  const id = await read(at.store, uploadPlace(at).Key);
  return id === undefined ? undefined : Buffer.from(id).toString();
}

const uploadPlace = ({ store, subject, reference }: Omit<Workplace, "dataKey">) => ({
  Bucket: store.bucket,
  Key: under(subject, workKey(reference, "upload")),
});

const bundlePlace = ({ store, subject, reference }: Omit<Workplace, "dataKey">) => ({
  Bucket: store.bucket,
  Key: under(subject, bundleKey(reference)),
});
