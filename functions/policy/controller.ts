import * as z from "zod";
import { RetentionPeriods } from "./retention-schedule.ts";

/** The organisation that decides why and how (GDPR 4(7)): named on every page and in every letter. */
export const Controller = z.strictObject({
  name: z.string().min(1),
  /** The postal address on one line. */
  address: z.string().min(1),
  email: z.email(),
  /** The version of the privacy notice that the forms show: the day it took effect. */
  noticeVersion: z.iso.date(),
  /** Where the notice can be read; absent where the controller has not published it. */
  noticeUrl: z.url().optional(),
  /** How long it keeps what, where that is not what we propose. */
  retention: RetentionPeriods.default({}),
});
export type Controller = z.infer<typeof Controller>;
