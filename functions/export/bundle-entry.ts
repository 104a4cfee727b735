import type { Disclosed } from "../data-map/holder.ts";
import type { Controller } from "../policy/controller.ts";
import type { ExportRight } from "../policy/export-contents.ts";
import type { RequestStatus } from "../policy/request-lifecycle.ts";
import type { Regime } from "../policy/residence.ts";
import type { Right } from "../policy/rights.ts";
import type { Collected, CollectedFile } from "./collected.ts";

/** A request as its history tells it. */
export interface PastRequest {
  readonly reference: string;
  readonly right: Right;
  readonly status: RequestStatus;
  readonly receivedAt: string;
  readonly dueBy: string;
  readonly concludedAt?: string;
}

/** What a bundle says beside what was collected. */
export interface BundleFacts {
  readonly request: {
    readonly reference: string;
    readonly right: ExportRight;
    readonly regime: Regime;
    readonly receivedAt: string;
    /** The day from which on the person wanted it, `2026-01-31`. */
    readonly since?: string;
  };
  /** ISO 8601: as of when it speaks. */
  readonly madeAt: string;
  readonly controller: Controller;
  readonly siteUrl: string;
  /** The person's requests that were proved, the oldest first. */
  readonly history: readonly PastRequest[];
}

/** A piece of an entry; nothing is rendered before it is its turn. */
export type Chunk =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "segment";
      /** Of `Collected.pages`. */
      readonly page: number;
      readonly write: (items: readonly Disclosed[]) => string;
    }
  | { readonly kind: "file"; readonly file: CollectedFile };

/**
 * A file of the bundle, its pieces in order. Files of the person's come before all that names them: one that is lost by
 * then has no entry, and the bundle is begun anew without it.
 */
export interface Entry {
  readonly name: string;
  readonly chunks: Iterable<Chunk>;
}

/** The same entries with the same chunks each time it is asked: that is by what an interrupted bundle goes on. */
export type EntriesOf = (collected: Collected, facts: BundleFacts) => Iterable<Entry>;
