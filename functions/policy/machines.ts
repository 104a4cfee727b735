import * as z from "zod";
import type { Right } from "./rights.ts";

/** The state machines that carry out rights. */
export const MachineName = z.enum(["erasure", "export"]);
export type MachineName = z.infer<typeof MachineName>;

/** The rights that a state machine carries out, and which. The others wait for a person. */
export const machineFor: Readonly<Partial<Record<Right, MachineName>>> = {
  access: "export",
  portability: "export",
  know: "export",
  "know-categories": "export",
  confirm: "export",
  erase: "erasure",
  "close-account": "erasure",
  "report-a-child": "erasure",
};
