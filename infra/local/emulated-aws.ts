import type { Readable } from "node:stream";
import { type AwsAnswer, refuse } from "./aws-answer.ts";
import type { AwsRequest, SignedRequest } from "./aws-request.ts";
import { meter } from "./consumed-capacity.ts";
import { forward, forwardToS3 } from "./emulator-proxy.ts";
import { answerKms } from "./kms.ts";
import { lockRefusal } from "./object-lock.ts";
import { answerSecretsManager } from "./secrets-manager.ts";
import type { LocalTemplate } from "./template.ts";

/** Base URLs of the emulators behind the gateway. */
export interface Backends {
  dynamodb: string;
  ses: string;
  s3: string;
}

export type Perform = (
  request: AwsRequest,
  signed: SignedRequest,
  stream: Readable,
) => Promise<AwsAnswer & { units?: number }>;

/** Services by their signing names. */
export type Services = Readonly<Record<string, Perform>>;

/**
 * Performs allowed requests: in an emulator where there is one, in this process for KMS and Secrets Manager.
 * @param more what else runs in this process
 */
export function createEmulatedAws(
  template: LocalTemplate,
  backends: Backends,
  data: string,
  more: Services = {},
): Perform {
  const services: Services = {
    ...more,
    async dynamodb({ operation }, signed) {
      const metered = meter(operation, signed.body);
      const answer = await forward(backends.dynamodb, signed, metered.body);
      if (answer.status !== 200 || !Buffer.isBuffer(answer.body)) return answer;
      const { body, ...figures } = metered.readAnswer(answer.body);
      // The checksum is the unmetered answer's.
      return { ...answer, headers: { ...answer.headers, "x-amz-crc32": undefined }, body, ...figures };
    },
    ses: (_, signed) => forward(backends.ses, signed, signed.body),
    s3: async (_, signed, stream) =>
      (await lockRefusal(template, backends.s3, signed)) ??
      (await forwardToS3(backends.s3, signed, signed.body.length > 0 ? signed.body : stream)),
    kms: async ({ operation }, { body }) => answerKms(template, data, operation, JSON.parse(body.toString())),
    secretsmanager: async ({ operation }, { body }) =>
      answerSecretsManager(template, data, operation, JSON.parse(body.toString())),
  };
  return async (request, signed, stream) => {
    const { service, operation } = request;
    const performService = services[service];
    if (!performService) {
      const message = `the local stack has no ${service}:${operation}`;
      return refuse(service, signed.path, "unsupported", message);
    }
    try {
      return await performService(request, signed, stream);
    } catch (error) {
      // As AWS would look in the same plight: an emulator that is down is a service that is not available.
      const reason = error instanceof Error ? error.message : String(error);
      return refuse(service, signed.path, "unavailable", `${service} cannot be reached: ${reason}`);
    }
  };
}
