import type { Temporal } from "temporal-polyfill";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Destroyable, Verdict } from "../policy/may-destroy.ts";
import type { Reference } from "../policy/reference.ts";
import type { DueRow } from "../records/due-rows.ts";
import type { GuardVersions } from "../records/held-rows.ts";
import type { HouseStanding } from "../records/house-standing.ts";
import type { DataKey } from "../records/vault.ts";
import type { Night } from "./night.ts";

/** What a holder of personal data is, for letters, exports and the register. */
export interface Description {
  readonly name: string;
  /** As letters name it: "what you sent with our forms". */
  readonly title: string;
  /** Where it is: "table Records", "bucket Attachments". For the engineer, not for the data subject. */
  readonly place: string;
  /** True for somebody else's system: slow, may be away, answers for itself. */
  readonly outbound: boolean;
}

/** One thing a holder has about a person. `key` finds it again in its holder; nothing in it names the person. */
export interface HeldItem extends Destroyable {
  readonly key: string;
  /** True where it holds something sealed under the person's key, or personal in another way. */
  readonly personal: boolean;
  /** The day on which it ends by itself, whatever keeps it; absent where it stays. */
  readonly endsOn?: string;
}

export interface Page {
  readonly items: readonly HeldItem[];
  /** Where the next page begins: a key, never an offset, as erasing moves what is counted. Absent on the last. */
  readonly next?: string;
}

/** What a destroyer asks before every batch. `reread` gives a new one, with what holds now. */
export interface Guard {
  readonly judge: (item: Destroyable) => Verdict;
  /** False for what this erasure is not about (an account's end leaves the rest alone): it is passed over. */
  readonly covers: (item: Destroyable) => boolean;
  /** Count every hold that is placed or released; a batch goes through only while they stand (`guardStands`). */
  readonly versions: GuardVersions;
  /** What holds for everybody: to be handed to `readGuard` for the next person. */
  readonly house: HouseStanding;
  /** The request on whose behalf it is destroyed: not judged as "open", and its own record and letters stay to the end. */
  readonly ownRequest?: Reference;
  /** As things stand now; what it covers is the same. */
  readonly reread: () => Promise<Guard>;
}

/** A holder that has not done it yet: somebody else's system that is away, or that answers in its own time. */
interface Later {
  readonly reason: "unreachable" | "throttled" | "not-confirmed-yet";
  /** When to ask again, ISO 8601, from `next` on; whoever waits shows the desk since when. */
  readonly notBefore: string;
}

/** How far an erasure of a holder has come. */
export interface ErasedPage {
  readonly destroyed: number;
  /** Kept, each with its ground; queued again for the day it ends. */
  readonly retained: number;
  /** Where to go on; absent when all has been gone through. */
  readonly next?: string;
  /** The guard by which it was judged: for the next page, so that a hold that came in the middle is read once. */
  readonly guard: Guard;
  /** Only of an outbound holder: it was asked and has not answered for good. Then `next` is there too. */
  readonly later?: Later;
}

/** How a holder got on with due rows of a person. */
export interface Swept {
  /** By which the last of it was judged: for what follows. */
  readonly guard: Guard;
  /** How many of the rows are this holder's. */
  readonly taken: number;
}

/** One thing as its person may read it. */
export interface Disclosed {
  /** The heading: a form's slug for what was sent with a form, else the holder's name. */
  readonly category: string;
  readonly reference?: string;
  /** ISO 8601. */
  readonly receivedAt?: string;
  /** True for what the person gave us themselves (GDPR 20(1)). */
  readonly provided: boolean;
  /** In reading order: what the person wrote, by the names of the form's fields; then what `recordFields` names. */
  readonly fields: Readonly<Record<string, string>>;
  /** Its key in its holder, and the size of the file itself. */
  readonly file?: { readonly key: string; readonly mediaType: string; readonly bytes: number };
}

export interface DisclosedPage {
  readonly items: readonly Disclosed[];
  /** As in `Page`. */
  readonly next?: string;
}

/** With what sealed things are opened. Without a key they read as absent. */
export interface Reader {
  readonly dataKey: DataKey | undefined;
}

/**
 * One place where personal data live. Adding one is one file and one line in `data-map.ts`; erasure, proof, export and
 * sweep then know it.
 */
export interface Holder {
  describe(): Description;
  /** Everything about the person, page by page, strongly consistent; the memory it takes is one page. */
  collect(subject: SubjectId): AsyncIterable<Page>;
  /**
   * One page of what the person may read, strongly consistent, 100 things at most; `from` is a key. Digests, codes and
   * wrapped keys are never in it, nor what only the desk may see.
   */
  disclose(subject: SubjectId, reader: Reader, from?: string): Promise<DisclosedPage>;
  /** The bytes of a disclosed file; undefined where it is gone. @throws SealBroken */
  file?(subject: SubjectId, reader: Reader, key: string): Promise<Uint8Array | undefined>;
  /**
   * Goes through one page: destroys what the guard lets go, queues the rest again. Already gone counts as done, so
   * it can be cut and called again anywhere.
   * @throws HolderUnavailable where it was not done, or only in part, for a reason that may pass.
   */
  erase(subject: SubjectId, guard: Guard, now: Temporal.Instant, from?: string): Promise<ErasedPage>;
  /**
   * Lets go of what of these rows is this holder's and still due, each as its clock says, and queues again what the
   * guard keeps; both in transactions that count it. What is gone, or has another day by now, is passed over. Absent
   * where nothing has a day of its own: copies go with their request, links and letters end by themselves.
   * @throws HolderUnavailable where it was not done, or only in part, for a reason that may pass.
   */
  due?(subject: SubjectId, rows: readonly DueRow[], guard: Guard, night: Night): Promise<Swept>;
}
