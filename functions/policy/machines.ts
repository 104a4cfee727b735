import * as z from "zod";
import type { Right } from "./rights.ts";

/** The state machines that carry out rights. */
export const MachineName = z.enum(["erasure", "export", "choices"]);
export type MachineName = z.infer<typeof MachineName>;

/** Which machine carries out a right. Where a person has to judge or to act, it is the machine that waits for them. */
export const machineFor: Readonly<Record<Right, MachineName>> = {
  access: "export",
  portability: "export",
  know: "export",
  "know-categories": "export",
  confirm: "export",
  erase: "erasure",
  "close-account": "erasure",
  "report-a-child": "erasure",
  restrict: "choices",
  correct: "choices",
  object: "choices",
  withdraw: "choices",
  "opt-out": "choices",
  limit: "choices",
  unsubscribe: "choices",
  complaint: "choices",
};
