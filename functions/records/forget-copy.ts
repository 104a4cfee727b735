import type { Temporal } from "temporal-polyfill";
import { nextClock } from "../policy/request-clocks.ts";
import { NOT_DUE, type RetentionSchedule } from "../policy/retention-schedule.ts";
import type { AuditedDatabase } from "./database.ts";
import type { RightsRequest } from "./items.ts";
import { moveRequest, type RequestKey } from "./requests.ts";

/** Takes a copy that is gone out of the books; the request's next clock runs from here on. Once is as good as twice. */
export async function forgetCopy(
  database: AuditedDatabase,
  key: RequestKey,
  { bundle, ...left }: RightsRequest,
  { by, schedule }: { readonly by: string; readonly schedule: RetentionSchedule },
  now: Temporal.Instant,
): Promise<void> {
  if (bundle === undefined) return;
  const due = nextClock(left, schedule);
  await moveRequest(
    database,
    key,
    {
      to: left.status,
      set: { ...due },
      remove: ["bundle", ...(due === undefined ? NOT_DUE : [])],
      event: { what: "copy erased", by, details: { bytes: bundle.bytes } },
      only: (read) => read.bundle !== undefined,
    },
    now,
  );
}
