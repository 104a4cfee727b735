import type { ShownRecord } from "../../functions/desk/shown-record.ts";
import { sayEvent, section } from "./say.ts";
import { inFours, shown } from "./terminal.ts";

/** A record that somebody sent, in words; what they typed goes through `shown`. */
export function sayRecord(record: ShownRecord): string {
  const { reference, form, title, status, receivedAt, confirmedAt, flaggedAt, due, isMasked } = record;
  const facts = [
    ["Reference", inFours(reference)],
    ["Form", `${shown(form)}: ${shown(title)}`],
    ["Status", status === "confirmed" ? status : `${status}: anybody can have sent it`],
    ["Received", receivedAt],
    ...(confirmedAt === undefined ? [] : [["Confirmed", confirmedAt]]),
    ...(flaggedAt === undefined ? [] : [["Flagged", flaggedAt]]),
    ...(isMasked ? [["Masks", "words of it are kept out of every copy"]] : []),
    ...(due === undefined ? [] : [["Due", due]]),
  ];
  return [
    ...facts.map(([name = "", value]) => `${name.padEnd(11)}${value}`),
    ...section(
      "Files",
      record.files.map(({ field, mediaType, bytes }) => `${shown(field)}: ${mediaType}, ${bytes} bytes`),
    ),
    ...section("History", record.history.map(sayEvent)),
    ...sayAnswers(record),
  ].join("\n");
}

/** As it was typed, line by line, so that it can be masked letter for letter; further in than all that is ours. */
const inLines = (text: string): string => text.split("\n").map(shown).join("\n      ");

function sayAnswers({ answers, masks = [] }: ShownRecord): string[] {
  if (answers === undefined) return [];
  if (answers === "shredded") return section("What it says", ["destroyed; nobody can read it any more"]);
  return [
    ...section(
      "What it says (that you looked is in the history now)",
      Object.entries(answers).map(([field, value]) => `${shown(field)}: ${inLines(value)}`),
    ),
    ...(masks.length === 0
      ? []
      : section(
          "Masked",
          masks.map(({ field, text }) => `${shown(field)}: ${inLines(text)}`),
        )),
  ];
}
