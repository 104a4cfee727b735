import { request } from "node:http";
import { type AwsAnswer, refuse, s3Error } from "./aws-answer.ts";
import type { SignedRequest } from "./aws-request.ts";
import { deletedKeys, readS3Request } from "./s3-request.ts";
import type { LocalTemplate } from "./template.ts";

const DENIED = "Access Denied because object protected by object lock.";
const WRITES = ["PutObject", "CompleteMultipartUpload", "CreateMultipartUpload"];

/**
 * What s3rver does not know: a bucket with Object Lock keeps every object as it was first written, and a write with
 * `If-None-Match: *` makes only new objects. Simpler than AWS: there are no versions, so what would be hidden by a
 * newer version or a delete marker there is refused here, and the retention never ends.
 *
 * @param s3 base URL of s3rver
 * @returns the refusal; `undefined` when the request may go on
 */
export async function lockRefusal(
  template: LocalTemplate,
  s3: string,
  signed: SignedRequest,
): Promise<AwsAnswer | undefined> {
  const { method, path, query, headers, body } = signed;
  const { operation, bucket, key } = readS3Request(method, path, query);
  const isLocked = lockedBuckets(template).includes(bucket);
  const onlyNew = headers["if-none-match"] === "*";
  const writes = WRITES.includes(operation?.name ?? "");
  if (isLocked && operation?.name === "DeleteObjects") return keptAnswer(deletedKeys(body));
  if (isLocked && operation?.name === "DeleteBucket") return s3Error(409, "BucketNotEmpty", DENIED);
  const removes = operation?.name === "DeleteObject";
  if (!(writes && (isLocked || onlyNew)) && !(removes && isLocked)) return undefined;
  if (!key || !(await exists(s3, path))) return undefined;
  return onlyNew
    ? s3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
    : refuse("s3", path, "denied", DENIED);
}

const lockedBuckets = (template: LocalTemplate): readonly string[] =>
  template
    .ofType("AWS::S3::Bucket")
    .filter(({ properties }) => properties.ObjectLockEnabled === true)
    .map(({ logicalId }) => template.nameOf(logicalId));

/** As AWS answers DeleteObjects: each key for itself, in an answer that is no error. */
function keptAnswer(keys: readonly string[]): AwsAnswer {
  const errors = keys.map((key) => {
    const safe = key.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    return `<Error><Key>${safe}</Key><Code>AccessDenied</Code><Message>${DENIED}</Message></Error>`;
  });
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult>${errors.join("")}</DeleteResult>`;
  return { status: 200, headers: { "content-type": "application/xml" }, body: Buffer.from(body) };
}

/** @param path as it was sent; a URL would tidy up keys such as `a/../b` */
function exists(s3: string, path: string): Promise<boolean> {
  const { hostname, port } = new URL(s3);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method: "HEAD" }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.once("error", reject).end();
  });
}
