import { machineFor } from "../policy/machines.ts";
import type { Run } from "../policy/run.ts";
import { getRequest, moveRequest } from "../records/requests.ts";
import { assessChoice } from "./assess-choice.ts";
import { assessErasure } from "./assess-erasure.ts";
import { assessExport } from "./assess-export.ts";
import type { Assessor } from "./assessor.ts";

export interface Assessment extends Run {
  readonly needs: "nobody" | "person" | "nothing";
  /** Why a person is needed, as the desk lists it; "" where none is, or has agreed. */
  readonly reason: string;
  /** Of an erasure: when it may begin. Of what waits for nothing: now. */
  readonly coolingOffEnds: string;
  /** True where a copy also goes to another controller. */
  readonly sends?: boolean;
}

/**
 * Says who has to agree to a request and when it may begin, and takes the request up. Assessed once more, it says who
 * still has to: nobody has to agree twice to the same.
 */
export async function assess(run: Run, assessor: Assessor): Promise<Assessment> {
  const { database, now } = assessor;
  const key = { subject: run.subject, reference: run.request };
  const at = now().toString({ smallestUnit: "second" });
  const nothing: Assessment = { ...run, needs: "nothing", reason: "", coolingOffEnds: at };
  // It was assessed when it was asked for; now only what a restore brought back is erased again.
  if (run.replay === true) return { ...nothing, needs: "nobody" };
  const request = await getRequest(database, key);
  const waits =
    request !== undefined && ["verified", "in-progress", "awaiting-person"].includes(request.status);
  if (!waits) return nothing;

  const machine = machineFor[request.right];
  // Set at the confirmation, as the letter says it; what has none may begin at once.
  const coolingOffEnds = request.coolingOffEnds ?? at;
  const noted: Record<string, string> = machine === "erasure" ? { coolingOffEnds } : {};
  const taken = await moveRequest(
    database,
    key,
    {
      to: "in-progress",
      set: noted,
      event: { what: "assessed", by: "fulfilment", details: noted },
      only: ({ status }) => status === "verified",
    },
    now(),
  );
  // Assessed before, in a run that was cut: then there is nothing to write.
  if (taken.outcome === "gone") return nothing;
  const judged = await judges[machine](request, run, assessor);
  const { reason } = judged;
  return {
    ...{ ...run, ...judged, coolingOffEnds },
    needs: reason === undefined ? "nobody" : "person",
    reason: reason ?? "",
  };
}

const judges = { erasure: assessErasure, export: assessExport, choices: assessChoice } as const;
