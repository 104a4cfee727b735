import type { AuditEvent } from "../policy/audit-chain.ts";

/** A record that somebody sent. What it says is in `answers`, and only where that was asked for. */
export interface ShownRecord {
  readonly reference: string;
  readonly form: string;
  readonly title: string;
  readonly status: string;
  readonly receivedAt: string;
  readonly confirmedAt?: string | undefined;
  readonly flaggedAt?: string | undefined;
  readonly due?: string | undefined;
  readonly isMasked: boolean;
  readonly files: readonly { readonly field: string; readonly mediaType: string; readonly bytes: number }[];
  readonly history: readonly AuditEvent[];
  /** By field; "shredded" where the key is gone. */
  readonly answers?: Readonly<Record<string, string>> | "shredded";
  /** The words that are kept out of every copy. */
  readonly masks?: readonly { readonly field: string; readonly text: string }[];
}

/** A file that came with a record. */
export interface OpenedFile {
  readonly field: string;
  readonly mediaType: string;
  /** The file itself, base64. */
  readonly content: string;
}
