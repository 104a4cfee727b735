import type { Temporal } from "temporal-polyfill";
import type { Holder } from "../data-map/holder.ts";
import type { Sender } from "../mail/compose.ts";
import type { MailClient } from "../mail/ses.ts";
import type { Controller } from "../policy/controller.ts";
import type { AuditedDatabase } from "../records/database.ts";
import type { ObjectStore } from "../records/objects.ts";
import type { ReceiptKey } from "../records/receipt-key.ts";
import type { Vault } from "../records/vault.ts";

/** What concluding works with. */
export interface Concluder {
  readonly database: AuditedDatabase;
  readonly vault: () => Promise<Vault>;
  readonly ses: MailClient;
  readonly sender: Sender;
  readonly controller: Controller;
  readonly siteUrl: string;
  readonly receiptKey: ReceiptKey;
  /** Every place where personal data live, for their titles. */
  readonly holders: readonly Holder[];
  /** The bucket of copies. */
  readonly exports: ObjectStore;
  readonly now: () => Temporal.Instant;
}
