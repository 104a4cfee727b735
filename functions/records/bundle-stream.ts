import type { Readable } from "node:stream";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Reference } from "../policy/reference.ts";
import { bundleKey, under } from "./bundle-keys.ts";
import type { ObjectStore } from "./objects.ts";

/** The copy as a stream, and how many bytes it has. Whoever opens it reads it to its end or destroys it. */
export async function openBundle(
  { client, bucket }: ObjectStore,
  subject: SubjectId,
  reference: Reference,
): Promise<{ readonly body: Readable; readonly bytes: number }> {
  const { Body, ContentLength } = await client.send(
    new GetObjectCommand({ Bucket: bucket, Key: under(subject, bundleKey(reference)) }),
  );
  if (Body === undefined || ContentLength === undefined) throw new Error("The copy has no length");
  return { body: Body as Readable, bytes: ContentLength };
}
