import type * as lambda from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { alarmAtFirst, counted } from "./alarms.ts";

/**
 * What nobody would notice by themselves: that a request waits for somebody. Such an execution runs on, so that it never
 * counts as failed.
 * @param assess writes the lines of a request that waits. @param deadlines counts the answers that are due.
 */
export function alarmsOfRequests(
  scope: Construct,
  { assess, deadlines }: { readonly assess: lambda.Function; readonly deadlines: lambda.Function },
): void {
  alarmAtFirst(
    scope,
    "HandedOver",
    "A person's erasure, or the copy they asked for, has stopped: a step of it failed and does not pass by itself, and the law's clock runs. See why with npm run desk -- list, mend the cause, then approve to try it once more.",
    counted(assess, "RequestsHandedOver", "handed to a person", "1").with({ statistic: "Sum" }),
  );
  alarmAtFirst(
    scope,
    "WaitsForDecision",
    "A person's request waits until somebody of the staff decides: npm run desk -- list says why and by when.",
    counted(assess, "RequestsWaitingForDecision", "waits for a decision", "1").with({ statistic: "Sum" }),
  );
  alarmAtFirst(
    scope,
    "AnswersDue",
    "People wait for an answer that the law wants within three days, or wanted already. See npm run desk -- list, the most urgent first; answer them today.",
    counted(deadlines, "AnswersDueSoon", "answers are due soon", "$.count").with({ statistic: "Maximum" }),
  );
}
