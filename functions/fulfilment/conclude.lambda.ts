import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { dataMap } from "../data-map/data-map.ts";
import { step } from "../edge/step.ts";
import { ConcludeEnvironment, readEnvironment } from "../environment.ts";
import { sesClient } from "../mail/ses.ts";
import { Run } from "../policy/run.ts";
import { openAttachments } from "../records/attachments.ts";
import { openAudited } from "../records/database.ts";
import { receiptKeyOf } from "../records/receipt-key.ts";
import { vaultOf } from "../records/vault-key.ts";
import { conclude } from "./conclude.ts";
import { concludeChoice } from "./conclude-choice.ts";
import type { Concluder } from "./concluder.ts";
import { handOver } from "./hand-over.ts";
import { tell } from "./tell.ts";

const environment = readEnvironment(ConcludeEnvironment, process.env);
const database = openAudited(environment);
const exports = openAttachments(environment.EXPORTS_BUCKET);
const concluder: Concluder = {
  database,
  vault: vaultOf(environment.VAULT_KEY_SECRET),
  ses: sesClient(),
  sender: {
    name: environment.CONTROLLER.name,
    address: environment.SENDER,
    replyTo: environment.REPLY_TO,
  },
  controller: environment.CONTROLLER,
  siteUrl: environment.SITE_URL,
  receiptKey: receiptKeyOf(environment.RECEIPT_KEY),
  holders: dataMap({ database, attachments: openAttachments(environment.ATTACHMENTS_BUCKET), exports }),
  exports,
  now: () => Temporal.Now.instant(),
};

const Input = z.object({ step: z.enum(["hand-over", "tell", "conclude", "conclude-choice"]), run: Run });

export const handler = step(Input, async ({ step: what, run }) => {
  switch (what) {
    case "hand-over":
      return await handOver(run, concluder);
    case "tell":
      return await tell(run, concluder);
    case "conclude-choice":
      return await concludeChoice(run, concluder);
    case "conclude":
      return await conclude(run, concluder);
  }
});
