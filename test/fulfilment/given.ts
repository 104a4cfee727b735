import { SESClient } from "@aws-sdk/client-ses";
import type { Assessor } from "../../functions/fulfilment/assessor.ts";
import type { Concluder } from "../../functions/fulfilment/concluder.ts";
import { Run } from "../../functions/policy/run.ts";
import { NOW, type Stores } from "../data-map/given.ts";
import { controller, type Person, vault } from "../export/given.ts";

export const assessorOf = (stores: Stores, portabilityHosts: readonly string[] = []): Assessor => ({
  database: stores.database,
  vault: async () => vault,
  portabilityHosts,
  now: () => NOW,
});

/** What a hand-over works with; it sends no letter and signs nothing. */
export const concluderOf = (stores: Stores): Concluder => ({
  database: stores.database,
  vault: async () => vault,
  ses: new SESClient({ region: "eu-central-1" }),
  sender: { name: "Example", address: "privacy@example.org", replyTo: "privacy@example.org" },
  controller,
  siteUrl: "https://privacy.example.org",
  receiptKey: { publicKey: () => Promise.reject(new Error()), sign: () => Promise.reject(new Error()) },
  holders: stores.holders,
  exports: stores.exports,
  now: () => NOW,
});

export const runOf = ({ run }: Person): Run => Run.parse(run);
export const keyOf = ({ subject, run }: Person) => ({ subject, reference: run.request });
