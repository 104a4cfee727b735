import { DeleteObjectsCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { SubjectId } from "../policy/data-subject.ts";
import { HolderUnavailable } from "../policy/errors.ts";

/** A bucket in which every object lies under its person: `<subject>/<reference>/<name>`. */
export interface ObjectStore {
  readonly client: S3Client;
  readonly bucket: string;
}

/** An object of a person: its key without the person, and when it came. */
export interface HeldObject {
  readonly key: string;
  readonly receivedAt: string | undefined;
  /** As it is stored. */
  readonly bytes: number;
}

export interface ObjectPage {
  readonly objects: readonly HeldObject[];
  /** The key after which the next page begins, whether or not its object is still there. */
  readonly next?: string;
}

const under = (subject: SubjectId) => `${subject}/`;

/** One page of at most 1000, or of `limit`, in the order of their keys. S3 lists what was put before the call, all of it. */
export async function listObjects(
  { client, bucket }: ObjectStore,
  subject: SubjectId,
  from?: string,
  limit?: number,
): Promise<ObjectPage> {
  const Prefix = under(subject);
  const { Contents = [], IsTruncated } = await client.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix,
      MaxKeys: limit,
      StartAfter: from === undefined ? undefined : Prefix + from,
    }),
  );
  const objects = Contents.map(({ Key = "", LastModified, Size = 0 }) => ({
    key: Key.slice(Prefix.length),
    receivedAt: LastModified?.toISOString(),
    bytes: Size,
  }));
  return { objects, next: IsTruncated === true ? objects.at(-1)?.key : undefined };
}

/** An object of anybody. */
export type AnybodysObject = HeldObject & { readonly subject: SubjectId };

/** One page of the whole bucket, in the order of the keys; `from` and `next` are whole keys. */
export async function listEverybodys(
  { client, bucket }: ObjectStore,
  from?: string,
  limit?: number,
): Promise<{ readonly objects: readonly AnybodysObject[]; readonly next?: string }> {
  const { Contents = [], IsTruncated } = await client.send(
    new ListObjectsV2Command({ Bucket: bucket, MaxKeys: limit, StartAfter: from }),
  );
  const objects = Contents.flatMap(({ Key = "", LastModified, Size = 0 }) => {
    const [first = ""] = Key.split("/");
    const subject = SubjectId.safeParse(first).data;
    const key = Key.slice(first.length + 1);
    return subject === undefined
      ? []
      : [{ subject, key, receivedAt: LastModified?.toISOString(), bytes: Size }];
  });
  const last = Contents.at(-1)?.Key;
  return { objects, ...(IsTruncated === true && last !== undefined ? { next: last } : {}) };
}

/** Deletes all that lies under this beginning of a person's keys; what is gone already counts as deleted. @throws HolderUnavailable */
export async function deleteObjectsUnder(
  store: ObjectStore,
  subject: SubjectId,
  prefix: string,
): Promise<void> {
  const { client, bucket: Bucket } = store;
  const Prefix = under(subject) + prefix;
  let more = true;
  while (more) {
    // From the beginning again, as what was listed before is gone by now.
    const { Contents = [], IsTruncated = false } = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix }),
    );
    const keys = Contents.map(({ Key = "" }) => Key.slice(under(subject).length));
    if (keys.length > 0) await deleteObjects(store, subject, keys);
    more = IsTruncated;
  }
}

/**
 * Deletes at most 1000 objects in one call; what is gone already counts as deleted.
 * @throws HolderUnavailable where S3 answered 200 and yet kept some: it says so per key only.
 */
export async function deleteObjects(
  { client, bucket }: ObjectStore,
  subject: SubjectId,
  keys: readonly string[],
): Promise<void> {
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({
      Bucket: bucket,
      Delete: { Objects: keys.map((key) => ({ Key: under(subject) + key })), Quiet: true },
    }),
  );
  const kept = Errors.filter(({ Code }) => Code !== "NoSuchKey");
  // The answer's own words quote keys; the codes and their number are enough to know.
  const codes = [...new Set(kept.map(({ Code }) => Code))].join(", ");
  if (kept.length > 0) throw new HolderUnavailable(`${kept.length} objects were not deleted: ${codes}`);
}
