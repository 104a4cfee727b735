import type { Temporal } from "temporal-polyfill";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Tally } from "../policy/de-identify.ts";
import type { Reference } from "../policy/reference.ts";
import type { RetentionCategory, RetentionSchedule } from "../policy/retention-schedule.ts";
import type { CountedDatabase } from "../records/database.ts";
import type { DueRow } from "../records/due-rows.ts";
import type { Counted } from "../records/nights.ts";

/** The night of the sweep on whose behalf something goes. */
export interface Night {
  /** Its day, `2027-01-05`. */
  readonly night: string;
  /** The shard that is swept, under which it is counted. */
  readonly shard: string;
  /** The scheduled time, which is "now" for all that is done in the night, whenever it runs. */
  readonly now: Temporal.Instant;
  readonly schedule: RetentionSchedule;
  /** With the table in which it is counted. */
  readonly database: CountedDatabase;
  /** What is left of a submission that is de-identified. */
  readonly tally: (subject: SubjectId, submission: DeIdentified) => Promise<Tally>;
  /**
   * Whether a row may go that nothing keeps, as it is now: false where the night was not planned with it, or where more of
   * its category would go than usual. What is held of it is put off all the same.
   */
  readonly mayGo: (row: DueRow) => boolean;
  /** Whether what ran out behind the clock for which a row is due may go with it. */
  readonly mayFollow: (category: RetentionCategory) => boolean;
  /** Only of a preview: is told what would become of a row that is due on this day, and nothing is written. */
  readonly foresee?: (day: string, counted: readonly Counted[]) => void;
}

/** A submission about to be de-identified. */
interface DeIdentified {
  readonly reference: Reference;
  readonly form: string;
  readonly receivedAt: string;
  readonly sealed: string;
}
