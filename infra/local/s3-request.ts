import type { IncomingHttpHeaders } from "node:http";
import { type KeyUse, keyUse } from "./encryption.ts";
import type { AccessRequest } from "./policy-statement.ts";
import type { LocalTemplate } from "./template.ts";

interface S3Operation {
  /** The operation's name in the API. */
  readonly name: string;
  /** The permission IAM asks for, where it is called otherwise. */
  readonly permission?: string;
  readonly on: "service" | "bucket" | "object";
  /** Query parameter that must be there; the first match of the table wins. */
  readonly query?: string;
  readonly method: string;
  readonly key?: KeyUse;
}

const OPERATIONS: readonly S3Operation[] = [
  { method: "GET", on: "service", name: "ListBuckets", permission: "ListAllMyBuckets" },
  { method: "POST", on: "bucket", query: "delete", name: "DeleteObjects", permission: "DeleteObject" },
  {
    method: "GET",
    on: "bucket",
    query: "uploads",
    name: "ListMultipartUploads",
    permission: "ListBucketMultipartUploads",
  },
  { method: "GET", on: "bucket", query: "location", name: "GetBucketLocation" },
  {
    method: "GET",
    on: "bucket",
    query: "versions",
    name: "ListObjectVersions",
    permission: "ListBucketVersions",
  },
  { method: "GET", on: "bucket", name: "ListObjectsV2", permission: "ListBucket" },
  { method: "HEAD", on: "bucket", name: "HeadBucket", permission: "ListBucket" },
  { method: "PUT", on: "bucket", name: "CreateBucket" },
  { method: "DELETE", on: "bucket", name: "DeleteBucket" },
  {
    method: "GET",
    on: "object",
    query: "uploadId",
    name: "ListParts",
    permission: "ListMultipartUploadParts",
  },
  { method: "GET", on: "object", query: "tagging", name: "GetObjectTagging" },
  { method: "GET", on: "object", name: "GetObject", key: "read" },
  { method: "HEAD", on: "object", name: "HeadObject", permission: "GetObject" },
  { method: "PUT", on: "object", query: "tagging", name: "PutObjectTagging" },
  {
    method: "PUT",
    on: "object",
    query: "partNumber",
    name: "UploadPart",
    permission: "PutObject",
    key: "read and write",
  },
  { method: "PUT", on: "object", name: "PutObject", key: "write" },
  {
    method: "POST",
    on: "object",
    query: "uploads",
    name: "CreateMultipartUpload",
    permission: "PutObject",
    key: "write",
  },
  {
    method: "POST",
    on: "object",
    query: "uploadId",
    name: "CompleteMultipartUpload",
    permission: "PutObject",
    key: "read",
  },
  {
    method: "DELETE",
    on: "object",
    query: "uploadId",
    name: "AbortMultipartUpload",
  },
  { method: "DELETE", on: "object", name: "DeleteObject" },
];

/** A request to S3 with the bucket in its path, as it comes to an address that is an IP. */
export interface S3Request {
  readonly operation: S3Operation | undefined;
  readonly bucket: string;
  /** Decoded. */
  readonly key: string;
  /** Of the keys that a listing asks for. */
  readonly prefix: string | null;
}

export function readS3Request(method: string, path: string, query: URLSearchParams): S3Request {
  const [bucket = "", ...rest] = decodeURIComponent(path).slice(1).split("/");
  const key = rest.join("/");
  const on = !bucket ? "service" : key ? "object" : "bucket";
  const operation = OPERATIONS.find(
    (one) => one.method === method && one.on === on && (!one.query || query.has(one.query)),
  );
  return { operation, bucket, key, prefix: query.get("prefix") };
}

/** What IAM asks before S3 acts. @param body needed only where the keys are in it (DeleteObjects) */
export function s3Needs(
  template: LocalTemplate,
  request: S3Request,
  headers: IncomingHttpHeaders,
  body: Buffer,
): readonly AccessRequest[] {
  const { operation, bucket, key, prefix } = request;
  if (!operation) return [{ action: "s3:Unknown", resources: ["*"], context: {} }];
  const need = (permission: string, target: string): AccessRequest => ({
    action: `s3:${permission}`,
    resources: [target ? `arn:aws:s3:::${target}` : "*"],
    context: prefix === null ? {} : { "s3:prefix": [prefix] },
  });
  const resource = template
    .ofType("AWS::S3::Bucket")
    .find((one) => template.nameOf(one.logicalId) === bucket);
  const underKey = resource ? keyUse(template, resource, operation.key ?? "none") : [];
  const source = headers["x-amz-copy-source"];
  const copied =
    typeof source === "string" ? [need("GetObject", decodeURIComponent(source).replace(/^\//, ""))] : [];
  const tagged = headers["x-amz-tagging"] ? [need("PutObjectTagging", `${bucket}/${key}`)] : [];
  const locked = headers["x-amz-object-lock-mode"] ? [need("PutObjectRetention", `${bucket}/${key}`)] : [];
  const keys = operation.name === "DeleteObjects" ? deletedKeys(body) : [key];
  const permission = operation.permission ?? operation.name;
  return [
    ...keys.map((one) => need(permission, one ? `${bucket}/${one}` : bucket)),
    ...tagged,
    ...locked,
    ...copied,
    ...underKey,
  ];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The keys in the body of DeleteObjects. */
export function deletedKeys(body: Buffer): readonly string[] {
  return [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) =>
    key.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
      if (!name.startsWith("#")) return ENTITIES[name] ?? whole;
      return String.fromCodePoint(Number(name.startsWith("#x") ? `0${name.slice(1)}` : name.slice(1)));
    }),
  );
}
