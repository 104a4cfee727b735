import type { Temporal } from "temporal-polyfill";
import { log } from "../edge/log.ts";
import type { Database } from "../records/database.ts";
import { countDueBy } from "../records/deadlines.ts";

/** Time enough for a person of the staff to decide and for a machine to carry it out. */
const SOON = { days: 3 };

/** Says how many answers the law wants soon, or wanted already: an alarm counts the line (infra/fulfilment-alarms.ts). */
export async function lookAtDeadlines(
  database: Pick<Database, "client" | "records">,
  now: Temporal.Instant,
): Promise<number> {
  const soon = now.toZonedDateTimeISO("UTC").toPlainDate().add(SOON);
  const count = await countDueBy(database, soon);
  log.info("answers are due soon", { count });
  return count;
}
