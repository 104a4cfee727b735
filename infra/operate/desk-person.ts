import type { Command } from "commander";
import type { AnswerTo } from "../../functions/desk/answer.ts";
import type { Answering } from "./answering.ts";
import { counted, inFours, shown, table } from "./terminal.ts";

/** What the staff does with somebody of whom they know the address. */
export function personCommands(program: Command, answering: Answering): void {
  program
    .command("person")
    .argument("<email>", "the person's e-mail address; it is looked up, and written down nowhere")
    .description("what there is of a person: references, kinds and days; nothing is opened")
    .action((email: string) => answering((ask) => ask({ act: "person", email }), sayRecords));

  program
    .command("decided")
    .argument("<reference>", "of the job application, as `desk person` lists it")
    .description("note when an application was decided: its retention period runs from that day")
    .requiredOption("--email <email>", "of the applicant")
    .requiredOption("--on <day>", "of the decision, such as 2027-03-31")
    .action((reference: string, { email, on }: { email: string; on: string }) =>
      answering(
        (ask) => ask({ act: "decided", reference, email, on }),
        ({ due }) => `Noted. The application is erased in the night of ${due}.`,
      ),
    );
}

function sayRecords({ records }: Extract<AnswerTo<"person">, { outcome: "done" }>): string {
  if (records.length === 0) return "Nothing is held of this address.";
  const rows = records.map(({ reference, form, right, status, receivedAt, due, dueAs }) => [
    inFours(reference),
    shown(form ?? right ?? ""),
    ...[status, receivedAt.slice(0, 10), due === undefined ? "" : `${due} (${dueAs ?? ""})`],
  ]);
  return [
    table(["REFERENCE", "WHAT", "STATUS", "RECEIVED", "DUE"], rows),
    "",
    counted(records.length, "record"),
  ].join("\n");
}
