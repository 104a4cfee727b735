import type { SFNClient } from "@aws-sdk/client-sfn";
import type { Temporal } from "temporal-polyfill";
import type { Sender } from "../mail/compose.ts";
import type { MailClient } from "../mail/ses.ts";
import type { Controller } from "../policy/controller.ts";
import type { MachineName } from "../policy/machines.ts";
import type { Database } from "../records/database.ts";
import type { Vault } from "../records/vault.ts";

/** What the room of the outbox works with; built once per cold start. */
export interface Outbox {
  readonly database: Database;
  readonly vault: () => Promise<Vault>;
  readonly ses: MailClient;
  readonly stepFunctions: SFNClient;
  /** The ARNs of the machines. */
  readonly machines: Readonly<Record<MachineName, string>>;
  readonly sender: Sender;
  readonly controller: Controller;
  readonly siteUrl: string;
  readonly lettersPerAddressPerDay: number;
  readonly lettersPerHour: number;
  /** Seconds. */
  readonly linkLifetime: number;
  readonly codeLifetime: number;
  readonly statusLinkLifetime: number;
  readonly now: () => Temporal.Instant;
}
