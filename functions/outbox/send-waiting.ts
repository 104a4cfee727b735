import { Temporal } from "temporal-polyfill";
import { described, log } from "../edge/log.ts";
import { EntryHeld, MailUnavailable } from "../policy/errors.ts";
import { putOff, waitingEntries } from "../records/outbox-entries.ts";
import { dispatch } from "./dispatch.ts";
import type { Outbox } from "./outbox.ts";

/** Of the minute that a run has; the next run takes the rest. */
const WORKING_TIME = { seconds: 45 };

/** Then others are taken up before it, or many that never succeed would keep everybody else waiting. */
const NEXT_TRY = { minutes: 30 };

/**
 * Takes up what the stream has left lying: letters whose turn has come, and those the mail service was away for. One
 * that fails does not hold up the others, unless it is the mail service again.
 */
export async function sendWaiting(outbox: Outbox): Promise<void> {
  const began = outbox.now();
  let count = 0;
  for await (const key of waitingEntries(outbox.database, began)) {
    if (Temporal.Instant.compare(outbox.now(), began.add(WORKING_TIME)) > 0) break;
    count += 1;
    try {
      await dispatch(key, outbox);
    } catch (error) {
      log.warn("waiting letter failed", described(error));
      if (error instanceof MailUnavailable) return;
      if (!(error instanceof EntryHeld))
        await putOff(outbox.database, key, outbox.now().add(NEXT_TRY)).catch(() => {});
    }
  }
  log.info("waiting letters", { count });
}
