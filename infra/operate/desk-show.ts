import { existsSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import type { OpenedFile } from "../../functions/desk/shown-record.ts";
import type { Answering } from "./answering.ts";
import type { AskDesk } from "./ask-desk.ts";
import { sayRequest } from "./say.ts";
import { sayRecord } from "./say-record.ts";
import { shown } from "./terminal.ts";

interface Asked {
  readonly reveal?: boolean;
  readonly email?: string;
  readonly of?: string;
  readonly file?: string;
  readonly to?: string;
}

/** What the staff looks at before it decides: a request, a record that somebody sent, a file that came with it. */
export function showCommand(program: Command, answering: Answering): void {
  program
    .command("show")
    .argument("<reference>", "of a request, or of a record that somebody sent; with or without hyphens")
    .description(
      "a request: its history, the holds and what is held about the person, by counts; or a record, and which files came with it",
    )
    .option("--reveal", "also who it is and what they wrote; that you looked goes into the history")
    .option("--email <email>", "whose it is, of a record older than a week; it is written down nowhere")
    .option("--of <reference>", "the same by a request of theirs")
    .option("--file <field>", "save a file of a record, such as cv; that you looked goes into the history")
    .option("--to <path>", "where the file goes to; nothing is overwritten")
    .action(async (reference: string, options: Asked, command: Command) => {
      const { reveal = false, file, to, email, of } = options;
      const whose = { ...(email === undefined ? {} : { email }), ...(of === undefined ? {} : { of }) };
      if ((file === undefined) !== (to === undefined))
        command.error("--file says which file, and --to where it goes to: it takes both.");
      if (file !== undefined && to !== undefined) {
        if (existsSync(to)) command.error(`At ${to} there is something already. Nothing was asked.`);
        return await answering(
          (ask) => ask({ act: "open-file", reference, field: file, ...whose }),
          ({ file: opened }) => save(opened, to),
        );
      }
      await answering(
        (ask) => requestOrRecord(ask, { reference, reveal }, whose),
        (answer) => ("record" in answer ? sayRecord(answer.record) : sayRequest(answer.request)),
      );
    });
}

/** Whoever says whose it is means a record; else a reference is first looked for among the requests. */
async function requestOrRecord(
  ask: AskDesk,
  what: { readonly reference: string; readonly reveal: boolean },
  whose: { readonly email?: string; readonly of?: string },
) {
  if (Object.keys(whose).length === 0) {
    const answer = await ask({ act: "show", ...what });
    if (answer.outcome !== "refused" || answer.why !== "unknown-reference") return answer;
  }
  return await ask({ act: "show-record", ...what, ...whose });
}

/** For its owner alone, as it is personal. @throws where something has come to be there meanwhile */
function save({ field, mediaType, content }: OpenedFile, to: string): string {
  const bytes = Buffer.from(content, "base64");
  writeFileSync(to, bytes, { flag: "wx", mode: 0o600 });
  return `Saved ${shown(field)} (${mediaType}, ${bytes.length} bytes) as ${to}. Erase it once you have looked; that you did is in the history.`;
}
