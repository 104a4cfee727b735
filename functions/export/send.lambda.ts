import { lookup } from "node:dns/promises";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { step } from "../edge/step.ts";
import { readEnvironment, SendEnvironment } from "../environment.ts";
import { isPublicAddress } from "../policy/outbound-address.ts";
import { openAttachments } from "../records/attachments.ts";
import { openAudited } from "../records/database.ts";
import { vaultOf } from "../records/vault-key.ts";
import { deliver, type Route } from "./deliver.ts";
import { ExportRun } from "./exporter.ts";
import { type Carrier, send } from "./send.ts";

const environment = readEnvironment(SendEnvironment, process.env);
const route: Route = {
  resolve: (host) => lookup(host, { all: true }),
  mayReach: isPublicAddress,
  silence: 30_000,
  // Three of them fit into the quarter of an hour that the function has.
  longest: 270_000,
};
const carrier: Carrier = {
  database: openAudited(environment),
  vault: vaultOf(environment.VAULT_KEY_SECRET),
  exports: openAttachments(environment.EXPORTS_BUCKET),
  deliver: (url, parcel) => deliver(url, parcel, route),
  pauses: [1_000, 5_000],
  now: () => Temporal.Now.instant(),
};

const Input = z.object({ step: z.literal("send"), run: ExportRun });

export const handler = step(Input, ({ run }) => send(run, carrier));
