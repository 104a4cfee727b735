import type { Command } from "commander";
import type { Answering } from "./answering.ts";
import { note } from "./command-line.ts";
import { counted } from "./terminal.ts";

interface Of {
  /** A request of the same person. */
  readonly of?: string;
}

const OF = "--of <reference>";
const ABOUT_OF = "a request of the same person, where the record is older than a week";

/** What the staff says about a record before anybody gets a copy of it. */
export function markCommands(program: Command, answering: Answering): void {
  program
    .command("flag")
    .argument("<reference>", "of the record, such as a form that somebody sent")
    .description("let a person look before the record is disclosed: a copy waits for `approve`")
    .option(OF, ABOUT_OF)
    .addOption(note())
    .action((reference: string, options: Of & { note?: string }) =>
      answering(
        (ask) => ask({ act: "flag", reference, ...options }),
        () => "Flagged. A copy with it waits for the staff from now on.",
      ),
    );

  program
    .command("unflag")
    .argument("<reference>")
    .description("take the mark away; what waits because of it is still to be decided")
    .option(OF, ABOUT_OF)
    .addOption(note())
    .action((reference: string, options: Of & { note?: string }) =>
      answering(
        (ask) => ask({ act: "unflag", reference, ...options }),
        () => "The flag is taken away.",
      ),
    );

  program
    .command("mask")
    .argument("<reference>")
    .description("keep words about somebody else out of every copy; the record itself stays as it is")
    .requiredOption("--field <name>", "the field they are in, such as message")
    .requiredOption("--words <words>", "letter for letter; kept sealed, and never in the history")
    .option(OF, ABOUT_OF)
    .action((reference: string, options: Of & { field: string; words: string }) =>
      answering(
        (ask) => ask({ act: "mask", reference, ...options }),
        ({ masks }) => `Masked. The record has ${counted(masks, "mask")} now.`,
      ),
    );

  program
    .command("unmask")
    .argument("<reference>")
    .description("take all masks of a record away")
    .option(OF, ABOUT_OF)
    .action((reference: string, options: Of) =>
      answering(
        (ask) => ask({ act: "unmask", reference, ...options }),
        () => "The record has no masks any more.",
      ),
    );
}
