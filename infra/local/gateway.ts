import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type AwsAnswer, type Refusal, refuse } from "./aws-answer.ts";
import { type AwsRequest, isStreamed, readAwsRequest, type SignedRequest } from "./aws-request.ts";
import { type Backends, createEmulatedAws, type Services } from "./emulated-aws.ts";
import { createFaults, type Fault, type FaultKind } from "./faults.ts";
import { listen, readBody, reply, splitTarget } from "./http-exchange.ts";
import { loadPolicies } from "./policies.ts";
import { onceEach } from "./refusal-log.ts";
import { readSignatureScope } from "./signature-scope.ts";
import type { LocalTemplate } from "./template.ts";

/** One call of the AWS API that came to the gateway, refused ones included. */
export interface AwsCall {
  service: string;
  /** The operation, written as IAM writes actions: `dynamodb:TransactWriteItems`. */
  action: string;
  /** The logical id of the function, the state machine or the schedule, or `operator`. */
  caller: string;
  /** ARNs. */
  resources: string[];
  /** What IAM was asked for it: each item's own action for a transaction, the key's for encrypted stores. */
  permissions: string[];
  /** Milliseconds since the epoch. */
  at: number;
  /** Of the body that was sent; 0 where it is streamed through. */
  bytes: number;
  /** HTTP status of the answer; 0 while there is none, and for good when the connection was cut. */
  status: number;
  /** Consumed capacity, summed over tables. */
  units?: number;
  /** The injected fault that struck, e.g. `before: unavailable`. */
  fault?: string;
  /** Why it was denied, in AWS's own words. */
  refusal?: string;
}

export interface Gateway {
  readonly url: string;
  /** In the order they came in. */
  readonly calls: AwsCall[];
  /** @returns a function that takes the fault back */
  inject(fault: Fault): () => void;
  /** Forgets calls and faults. */
  clear(): void;
  /** Judges by the policies of another template from now on, such as one that lacks a grant. */
  judgeBy(template: LocalTemplate): void;
  /** @param caller logical id of a function, state machine or schedule, or `operator`. @throws when the template lacks it */
  credentialsFor(caller: string): { accessKeyId: string; secretAccessKey: string };
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** 0 takes any free port. */
  port: number;
  template: LocalTemplate;
  backends: Backends;
  /** The data folder; secrets and key material live in it. */
  data: string;
  /** Lambda and Step Functions, where there is a runtime for them. */
  services?: Services;
}

/** Tests and the command line; bound to no role. */
const OPERATOR = "operator";
/** What has a role to act in. */
const CALLERS = ["AWS::Lambda::Function", "AWS::StepFunctions::StateMachine", "AWS::Scheduler::Schedule"];

/**
 * The one place where all AWS calls of all functions come by. It lets a function do what its role in the template
 * allows and nothing else, keeps a list of the calls, and makes calls fail on demand.
 *
 * @throws the listen error (`EADDRINUSE`) when the port is taken
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { port, template, backends, data, services } = options;
  let policies = loadPolicies(template);
  const perform = createEmulatedAws(template, backends, data, services);
  const faults = createFaults();
  const calls: AwsCall[] = [];
  const tell = onceEach();
  const callers = new Set([
    OPERATOR,
    ...CALLERS.flatMap((type) => template.ofType(type)).map((one) => one.logicalId),
  ]);

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500).end(`the gateway failed: ${error instanceof Error ? error.stack : error}`);
    });
  });
  await listen(server, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = splitTarget(incoming.url ?? "/");
    const scope = readSignatureScope(incoming.headers, query);
    const no = (refusal: Refusal, message: string) =>
      reply(outgoing, refuse(scope?.service ?? "s3", path, refusal, message));
    if (!scope) return no("unsigned", "Missing Authentication Token");
    if (!callers.has(scope.accessKeyId)) {
      return no("unknown-key", "The security token included in the request is invalid.");
    }
    if (scope.expiresAt !== undefined && scope.expiresAt < Date.now())
      return no("denied", "Request has expired");

    const body = isStreamed(scope, query) ? Buffer.alloc(0) : await readBody(incoming);
    const method = incoming.method ?? "GET";
    const signed: SignedRequest = { scope, method, path, query, headers: incoming.headers, body };
    const request = tryToRead(template, signed);
    if (typeof request === "string") return no("malformed", `The request could not be read: ${request}`);

    const caller = scope.accessKeyId;
    const call = describe(request, caller, body.length);
    calls.push(call);
    const strike = (when: Fault["when"]): FaultKind | undefined => {
      const kind = faults.strike(caller, call.action, when);
      if (kind) call.fault = `${when}: ${kind}`;
      return kind;
    };
    const answerWith = (given: AwsAnswer, kind?: FaultKind) => {
      if (kind && !Buffer.isBuffer(given.body)) given.body.destroy();
      if (kind === "cut") {
        incoming.socket.destroy();
        return;
      }
      const final = kind ? refuse(scope.service, path, kind, `injected by a test: ${kind}`) : given;
      call.status = final.status;
      return reply(outgoing, final);
    };

    const refusal = caller === OPERATOR ? undefined : firstRefusal(request, caller);
    if (refusal) {
      call.refusal = refusal;
      tell(refusal);
      return answerWith(refuse(scope.service, path, "denied", refusal));
    }
    const before = strike("before");
    if (before) return answerWith(refuse(scope.service, path, "unavailable", ""), before);
    const { units, ...given } = await perform(request, signed, incoming);
    if (units !== undefined) call.units = units;
    return answerWith(given, strike("after"));
  }

  function firstRefusal(request: AwsRequest, caller: string): string | undefined {
    for (const need of request.needs) {
      const refusal = policies.refusal(caller, need);
      if (refusal) return refusal;
    }
    return undefined;
  }

  return {
    url,
    calls,
    inject: faults.inject,
    clear() {
      calls.length = 0;
      faults.clear();
    },
    judgeBy(other) {
      policies = loadPolicies(other);
    },
    credentialsFor(caller) {
      if (!callers.has(caller))
        throw new Error(`${caller} is no function of the template, nor a state machine or a schedule`);
      // The access key names the caller. Nothing here checks signatures: only this machine can reach the gateway.
      return { accessKeyId: caller, secretAccessKey: "local" };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function describe({ service, operation, needs }: AwsRequest, caller: string, bytes: number): AwsCall {
  const unique = (values: readonly string[]) => [...new Set(values)];
  return {
    service,
    action: `${service}:${operation}`,
    caller,
    resources: unique(needs.map(({ resources: [first = "*"] }) => first)),
    permissions: unique(needs.map(({ action }) => action)),
    at: Date.now(),
    bytes,
    status: 0,
  };
}

/** @returns the reason when the caller sent what its service could not read either */
function tryToRead(template: LocalTemplate, signed: SignedRequest): AwsRequest | string {
  try {
    return readAwsRequest(template, signed);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
