import type { Marks } from "../records/marks.ts";

interface Marked {
  readonly reasons: readonly string[];
  /** When the last of the records came, or was flagged, that a person has to look at. */
  readonly lastAt: string | undefined;
}

/** Why a person has to look at records before they are destroyed (DOMAIN 3), as the desk reads it. */
export const whatIsMarked = ({ flagged, applications, lastAt }: Marks): Marked => ({
  reasons: [
    ...(applications.length > 0 ? ["there is a job application"] : []),
    ...(flagged.length > 0 ? [`${flagged.length === 1 ? "a record is" : "records are"} flagged`] : []),
  ],
  lastAt,
});
