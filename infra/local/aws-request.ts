import type { IncomingHttpHeaders } from "node:http";
import { type DynamoDbInput, dynamoDbNeeds } from "./dynamodb-request.ts";
import { type KmsInput, kmsNeeds } from "./kms.ts";
import { readLambdaRequest } from "./lambda-request.ts";
import type { AccessRequest } from "./policy-statement.ts";
import { readS3Request, s3Needs } from "./s3-request.ts";
import { type SecretsInput, secretsManagerNeeds } from "./secrets-manager.ts";
import { sesNeeds, sesOperation } from "./ses-request.ts";
import type { SignatureScope } from "./signature-scope.ts";
import { type StatesInput, statesNeeds } from "./states-request.ts";
import type { LocalTemplate } from "./template.ts";

/** A signed request as it came in. */
export interface SignedRequest {
  readonly scope: SignatureScope;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Empty where the body is streamed through, unread. */
  readonly body: Buffer;
}

/** Which operation of which service a request is, and what IAM asks for it. */
export interface AwsRequest {
  readonly service: string;
  /** The operation's name in the API, e.g. `TransactWriteItems`. */
  readonly operation: string;
  /** Every permission it takes; an operation on several things takes several. */
  readonly needs: readonly AccessRequest[];
}

/** S3 bodies may be large and say nothing about permission, but for the list of keys in DeleteObjects. */
export const isStreamed = ({ service }: SignatureScope, query: URLSearchParams): boolean =>
  service === "s3" && !query.has("delete");

/** @throws when the body is not what the service's protocol asks for */
export function readAwsRequest(template: LocalTemplate, request: SignedRequest): AwsRequest {
  const { scope, method, path, query, headers, body } = request;
  const { service } = scope;
  if (service === "s3") {
    const asked = readS3Request(method, path, query);
    const operation = asked.operation?.name ?? "Unknown";
    return { service, operation, needs: s3Needs(template, asked, headers, body) };
  }
  if (service === "ses") {
    const needs = sesNeeds(template, path, body);
    const operation = needs[0]?.action.split(":")[1] ?? sesOperation(method, path, body);
    return { service, operation, needs };
  }
  if (service === "lambda") return readLambdaRequest(template, method, path);
  const [target = "", named] = String(headers["x-amz-target"] ?? "").split(".");
  const operation = named ?? target;
  const input: unknown = JSON.parse(body.toString() || "{}");
  return { service, operation, needs: jsonNeeds(template, service, operation, input) };
}

function jsonNeeds(
  template: LocalTemplate,
  service: string,
  operation: string,
  input: unknown,
): readonly AccessRequest[] {
  switch (service) {
    case "dynamodb":
      return dynamoDbNeeds(template, operation, input as DynamoDbInput);
    case "kms":
      return kmsNeeds(template, operation, input as KmsInput);
    case "secretsmanager":
      return secretsManagerNeeds(template, operation, input as SecretsInput);
    case "states":
      return statesNeeds(template, operation, input as StatesInput);
    default:
      return [{ action: `${service}:${operation}`, resources: ["*"], context: {} }];
  }
}
