import type { Command } from "commander";
import type { AnswerTo } from "../../functions/desk/answer.ts";
import type { Answering } from "./answering.ts";
import { counted, inFours, shown, table } from "./terminal.ts";

/** What the staff does with somebody of whom they know the address. */
export function personCommands(program: Command, answering: Answering): void {
  program
    .command("person")
    .argument("<email>", "the person's e-mail address; it is looked up, and written down nowhere")
    .description("what there is of a person, and which consents stand: kinds and days; nothing is opened")
    .action((email: string) => answering((ask) => ask({ act: "person", email }), sayPerson));

  for (const { act, of, description, email, on, gone } of ENDED)
    program
      .command(act)
      .argument("<reference>", `of the ${of}, as \`desk person\` lists it`)
      .description(description)
      .requiredOption("--email <email>", email)
      .requiredOption("--on <day>", on)
      .action((reference: string, when: { email: string; on: string }) =>
        answering(
          (ask) => ask({ act, reference, ...when }),
          ({ due }) => `Noted. ${gone} in the night of ${due}.`,
        ),
      );

  program
    .command("reopened")
    .argument("<reference>", "of the account, as `desk person` lists it")
    .description("take back that an account was closed: it is kept again as long as it exists")
    .requiredOption("--email <email>", "of whose account it is")
    .action((reference: string, { email }: { email: string }) =>
      answering(
        (ask) => ask({ act: "reopened", reference, email }),
        () => "Noted. The account is kept as long as it exists.",
      ),
    );
}

const ENDED = [
  {
    act: "decided",
    of: "job application",
    description: "note when an application was decided: its retention period runs from that day",
    email: "of the applicant",
    on: "of the decision, such as 2027-03-31",
    gone: "The application is erased",
  },
  {
    act: "closed",
    of: "account",
    description: "note when an account was closed: it is erased when the period after that is over",
    email: "of whose account it was",
    on: "on which it was closed, such as 2027-03-31",
    gone: "What was sent to open the account is erased",
  },
] as const;

function sayPerson({ records, consents }: Extract<AnswerTo<"person">, { outcome: "done" }>): string {
  if (records.length === 0 && consents.length === 0) return "Nothing is held of this address.";
  const rows = records.map(({ reference, form, right, status, receivedAt, due, dueAs }) => [
    inFours(reference),
    shown(form ?? right ?? ""),
    ...[status, receivedAt.slice(0, 10), due === undefined ? "" : `${due} (${dueAs ?? ""})`],
  ]);
  return [
    table(["REFERENCE", "WHAT", "STATUS", "RECEIVED", "DUE"], rows),
    "",
    counted(records.length, "record"),
    ...sayConsents(consents),
  ].join("\n");
}

/** By a consent that has ended nobody may write to them any more. */
function sayConsents(consents: Extract<AnswerTo<"person">, { outcome: "done" }>["consents"]): string[] {
  if (consents.length === 0) return [];
  const rows = consents.map(({ reference, name, confirmedAt, endedAt }) => [
    ...[inFours(reference), shown(name), confirmedAt.slice(0, 10)],
    endedAt === undefined ? "stands" : `ended ${endedAt.slice(0, 10)}`,
  ]);
  return ["", table(["CAME WITH", "CONSENT", "SINCE", "NOW"], rows)];
}
