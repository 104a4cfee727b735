import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBucketServer } from "../../../infra/local/bucket-server.ts";
import { startDynamoDbLocal } from "../../../infra/local/dynamodb-local.ts";
import { type Gateway, startGateway } from "../../../infra/local/gateway.ts";
import { startMailInbox } from "../../../infra/local/mail-inbox.ts";
import { findFreePorts } from "../../../infra/local/ports.ts";
import { provision } from "../../../infra/local/provision.ts";
import type { LocalTemplate } from "../../../infra/local/template.ts";

/** A gateway before real emulators, its data in a folder of its own. */
export interface Rig {
  readonly gateway: Gateway;
  readonly data: string;
  readonly backends: { readonly dynamodb: string; readonly ses: string; readonly s3: string };
  /** Settings of an SDK client that calls as `caller`; one try, so that every failure is seen. */
  clientAs(caller: string): {
    endpoint: string;
    region: string;
    maxAttempts: number;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  end(): Promise<void>;
}

export async function startRig(template: LocalTemplate): Promise<Rig> {
  const data = mkdtempSync(join(tmpdir(), "habeas-gateway-"));
  mkdirSync(join(data, "logs"));
  const children = await Promise.all([
    startDynamoDbLocal(data),
    startMailInbox(await findFreePorts(), data),
    startBucketServer(data),
  ]);
  const [dynamodb = "", ses = "", s3 = ""] = children.map(({ port }) => `http://127.0.0.1:${port}`);
  const backends = { dynamodb, ses, s3 };
  await provision(template, backends, data);
  const gateway = await startGateway({ port: 0, template, backends, data });
  return {
    gateway,
    data,
    backends,
    clientAs: (caller) => ({
      endpoint: gateway.url,
      region: template.region,
      maxAttempts: 1,
      credentials: gateway.credentialsFor(caller),
    }),
    async end() {
      await gateway.close();
      await Promise.all(children.map((child) => child.stop()));
      rmSync(data, { recursive: true });
    },
  };
}
