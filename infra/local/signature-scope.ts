import type { IncomingHttpHeaders } from "node:http";

/** What an AWS signature says about its request, without the signature itself: who, where, which service. */
export interface SignatureScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name, e.g. `dynamodb`, `ses`, `secretsmanager`. */
  readonly service: string;
  /** When a presigned link stops working, in milliseconds since the epoch; absent on signed headers. */
  readonly expiresAt?: number;
}

/** @returns `undefined` when the request is not signed in AWS's version 4 */
export function readSignatureScope(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): SignatureScope | undefined {
  const fromHeader = /^AWS4-HMAC-SHA256 .*Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1];
  const credential = fromHeader ?? query.get("X-Amz-Credential");
  const [accessKeyId, , region, service] = credential?.split("/") ?? [];
  if (!accessKeyId || !region || !service) return undefined;
  if (fromHeader) return { accessKeyId, region, service };
  return { accessKeyId, region, service, expiresAt: expiryOf(query) };
}

function expiryOf(query: URLSearchParams): number {
  const written = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get("X-Amz-Date") ?? "");
  if (!written) return 0;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = written.slice(1).map(Number);
  const signedAt = Date.UTC(year, month - 1, day, hour, minute, second);
  return signedAt + Number(query.get("X-Amz-Expires") ?? 0) * 1000;
}
