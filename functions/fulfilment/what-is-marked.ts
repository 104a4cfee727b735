import type { Marks } from "../records/marks.ts";
import type { Judged } from "./assessor.ts";

/** Why a person has to look at records before they are disclosed or destroyed (DOMAIN 3), as the desk reads it. */
export const whatIsMarked = ({ flagged, applications, lastAt }: Marks): Judged => ({
  reasons: [
    ...(applications.length > 0 ? ["there is a job application"] : []),
    ...(flagged.length > 0 ? [`${flagged.length === 1 ? "a record is" : "records are"} flagged`] : []),
  ],
  lastAt,
});
