import { SFNClient } from "@aws-sdk/client-sfn";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { Temporal } from "temporal-polyfill";
import { eachInStream } from "../edge/stream.ts";
import { OutboxEnvironment, readEnvironment } from "../environment.ts";
import { sesClient } from "../mail/ses.ts";
import { openDatabase } from "../records/database.ts";
import { vaultOf } from "../records/vault-key.ts";
import { dispatch } from "./dispatch.ts";
import type { Outbox } from "./outbox.ts";
import { sendWaiting } from "./send-waiting.ts";

const environment = readEnvironment(OutboxEnvironment, process.env);
const outbox: Outbox = {
  database: openDatabase(environment),
  vault: vaultOf(environment.VAULT_KEY_SECRET),
  ses: sesClient(),
  stepFunctions: new SFNClient({}),
  machines: {
    erasure: environment.ERASURE_MACHINE,
    export: environment.EXPORT_MACHINE,
    choices: environment.CHOICES_MACHINE,
  },
  sender: {
    name: environment.CONTROLLER.name,
    address: environment.SENDER,
    replyTo: environment.REPLY_TO,
  },
  controller: environment.CONTROLLER,
  siteUrl: environment.SITE_URL,
  lettersPerAddressPerDay: environment.LETTERS_PER_ADDRESS_PER_DAY,
  lettersPerHour: environment.LETTERS_PER_HOUR,
  linkLifetime: environment.LINK_LIFETIME,
  codeLifetime: environment.CODE_LIFETIME,
  statusLinkLifetime: environment.STATUS_LINK_LIFETIME,
  now: () => Temporal.Now.instant(),
};

type Event = DynamoDBStreamEvent | { readonly task: "send-waiting" };

/** At once by the table's stream, and every five minutes what still waits. */
export async function handler(event: Event): Promise<DynamoDBBatchResponse | undefined> {
  if ("Records" in event) return await eachInStream(event, (key) => dispatch(key, outbox));
  await sendWaiting(outbox);
  return undefined;
}
