import { type Command, Option } from "commander";
import type { Answering } from "./answering.ts";
import { note } from "./command-line.ts";
import { counted } from "./terminal.ts";

/** Whose a record is, where it is older than a week. */
interface Of {
  /** A request of the same person. */
  readonly of?: string;
  /** Their address. */
  readonly email?: string;
}

const of = () =>
  new Option("--of <reference>", "a request of the same person, where the record is older than a week");
const email = () =>
  new Option(
    "--email <email>",
    "the same by the person's address; it is looked up, and written down nowhere",
  );

/** What was fetched before, or sent to another controller, cannot be taken back. */
const sayTakenBack = (withdrawn: number): string =>
  withdrawn === 0
    ? ""
    : ` ${counted(withdrawn, "copy", "copies")} that lay ready ${withdrawn === 1 ? "is" : "are"} taken back, and the person is told; what was fetched before stays fetched.`;

/** What the staff says about a record before anybody gets a copy of it. */
export function markCommands(program: Command, answering: Answering): void {
  program
    .command("flag")
    .argument("<reference>", "of the record, such as a form that somebody sent")
    .description(
      "let a person look before the record is disclosed or erased: it waits for `approve`; a copy that lies ready is taken back",
    )
    .addOption(of())
    .addOption(email().conflicts("of"))
    .addOption(note())
    .action((reference: string, options: Of & { note?: string }) =>
      answering(
        (ask) => ask({ act: "flag", reference, ...options }),
        ({ withdrawn }) =>
          `Flagged. A copy with it, or its erasure, waits for the staff from now on.${sayTakenBack(withdrawn)}`,
      ),
    );

  program
    .command("unflag")
    .argument("<reference>")
    .description("take the mark away; what waits because of it is still to be decided")
    .addOption(of())
    .addOption(email().conflicts("of"))
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
    .description(
      "keep words about somebody else out of every copy, and take back one that lies ready with them; the record itself stays as it is",
    )
    .requiredOption("--field <name>", "the field they are in, such as message")
    .requiredOption("--words <words>", "letter for letter; kept sealed, and never in the history")
    .addOption(of())
    .addOption(email().conflicts("of"))
    .action((reference: string, options: Of & { field: string; words: string }) =>
      answering(
        (ask) => ask({ act: "mask", reference, ...options }),
        ({ masks, withdrawn }) =>
          `Masked. The record has ${counted(masks, "mask")} now.${sayTakenBack(withdrawn)}`,
      ),
    );

  program
    .command("unmask")
    .argument("<reference>")
    .description("take all masks of a record away; a copy that lies ready stays as it is")
    .addOption(of())
    .addOption(email().conflicts("of"))
    .action((reference: string, options: Of) =>
      answering(
        (ask) => ask({ act: "unmask", reference, ...options }),
        () => "The record has no masks any more.",
      ),
    );
}
