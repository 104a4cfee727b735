import { type Command, Option } from "commander";
import type { AnswerTo, ListedHold, Misunderstood } from "../../functions/desk/answer.ts";
import type { Answering } from "./answering.ts";
import type { AskDesk } from "./ask-desk.ts";
import { note } from "./command-line.ts";
import { sayHold, sayScope } from "./say.ts";
import { counted, shown, table } from "./terminal.ts";

/** What the staff does to keep data for a legal reason. */
export function holdCommands(program: Command, answering: Answering): void {
  program
    .command("hold")
    .argument(
      "[reference]",
      "a request of the person whose data are held; of a report of a child: the child's",
    )
    .option("--subject-of <reference>", "the same, said in words: the person of this reference")
    .option("--email <email>", "the person with this address; it is looked up, and written down nowhere")
    .option("--everybody", "instead of one person: whoever sent something with a form, or will")
    .description("keep data from every erasure and from the nightly sweep, until the hold is released")
    .requiredOption("--scope <what...>", "everything | holder NAME | form SLUG | record REFERENCE")
    .addOption(
      new Option("--ground <ground>", "why").choices(["legal-claim", "legal-duty"]).makeOptionMandatory(),
    )
    .requiredOption("--citation <text>", "the article, order or case; the person can read it")
    .requiredOption("--until <day>", "the day on which somebody looks at it again; nothing ends by itself")
    .option("--matter <number>", "of the affair, to find and release all its holds; it must name nobody")
    .action((reference: string | undefined, options: HoldOptions, command: Command) => {
      const { subjectOf, email, everybody, scope: words, ...why } = options;
      const named = [reference, subjectOf].filter((one) => one !== undefined);
      if (named.length + (email === undefined ? 0 : 1) + (everybody === true ? 1 : 0) !== 1)
        command.error(
          "error: name one reference, either as it is or with --subject-of; or a person with --email; or --everybody",
        );
      const scope = readScope(words, command);
      return answering(
        (ask) => {
          if (email !== undefined) return ask({ act: "hold-person", email, scope, ...why });
          if (everybody !== true) return ask({ act: "hold", reference: `${named[0]}`, scope, ...why });
          if (typeof scope === "object" && "form" in scope)
            return ask({ act: "hold-everybody", ...scope, ...why });
          return command.error("error: what is held of everybody is --scope form SLUG");
        },
        ({ hold }) => `Held: ${sayHold(hold)}`,
      );
    });

  program
    .command("holds")
    .description("all holds there are, on one person or on everybody")
    .option("--matter <number>", "only those of this affair")
    .option("--overdue", "only those whose day has passed and that nobody has looked at")
    .action((which: { matter?: string; overdue?: boolean }) =>
      answering((ask) => everyHold(ask, which), sayHolds),
    );

  program
    .command("review-hold")
    .argument("<hold>", "its name, as `desk holds` lists it")
    .description("note that you looked at a hold and that it stays, to another day")
    .requiredOption("--until <day>", "the day on which somebody looks at it again")
    .addOption(note())
    .action((hold: string, options: { until: string; note?: string }) =>
      answering(
        (ask) => ask({ act: "review-hold", hold, ...options }),
        (answer) => `Reviewed: ${sayHold(answer.hold)}`,
      ),
    );

  program
    .command("release")
    .argument("[hold]", "its name, as `desk holds` lists it")
    .option("--matter <number>", "instead of one: all holds of this affair")
    .description("let go of a hold; what it kept is judged again in the next night")
    .action((hold: string | undefined, { matter }: { matter?: string }, command: Command) => {
      if (hold !== undefined && matter === undefined)
        return answering((ask) => releaseOne(ask, hold), sayReleased);
      if (hold === undefined && matter !== undefined)
        return answering((ask) => releaseAll(ask, matter), sayReleased);
      return command.error("error: name one hold, or --matter");
    });
}

interface HoldOptions {
  readonly subjectOf?: string;
  readonly email?: string;
  readonly everybody?: boolean;
  readonly scope: readonly string[];
  readonly ground: "legal-claim" | "legal-duty";
  readonly citation: string;
  readonly until: string;
  readonly matter?: string;
}

type Scope = "everything" | { holder: string } | { form: string } | { record: string };

/** `everything`, `holder NAME`, `form SLUG`, `record REFERENCE`. */
function readScope(words: readonly string[], command: Command): Scope {
  const [kind, name, ...rest] = words;
  if (kind === "everything" && name === undefined) return kind;
  if (name !== undefined && rest.length === 0) {
    if (kind === "holder") return { holder: name };
    if (kind === "form") return { form: name };
    if (kind === "record") return { record: name };
  }
  return command.error("error: --scope is everything, or holder NAME, or form SLUG, or record REFERENCE");
}

interface Holds {
  readonly outcome: "done";
  readonly holds: readonly ListedHold[];
  readonly unfinished: readonly string[];
}

/** Page by page; there are as many pages as it takes. */
async function everyHold(
  ask: AskDesk,
  which: { readonly matter?: string; readonly overdue?: boolean },
): Promise<Holds | Exclude<AnswerTo<"holds"> | Misunderstood, { outcome: "done" }>> {
  const holds: ListedHold[] = [];
  const unfinished: string[] = [];
  let from: string | undefined;
  do {
    const page = await ask({ act: "holds", ...which, ...(from === undefined ? {} : { from }) });
    if (page.outcome !== "done") return page;
    holds.push(...page.holds);
    unfinished.push(...page.unfinished);
    from = page.next;
  } while (from !== undefined);
  return { outcome: "done", holds, unfinished };
}

function sayHolds({ holds, unfinished }: Holds): string {
  const rows = holds.map(({ id, everybody, scope, ground, citation, until, overdue, matter }) => [
    ...[id, everybody ? "everybody" : "a person", sayScope(scope), ground],
    ...[overdue ? `${until} (overdue)` : until, matter ?? "", shown(citation)],
  ]);
  const late = holds.filter(({ overdue }) => overdue).length;
  return [
    ...(rows.length === 0
      ? ["There is no such hold."]
      : [
          table(["HOLD", "ON", "WHAT", "GROUND", "UNTIL", "MATTER", "CITATION"], rows),
          "",
          `${counted(rows.length, "hold")}; ${late} to be looked at.`,
        ]),
    ...unfinished.map((id) => `${id} is released, but the command was cut: release it once more.`),
  ].join("\n");
}

interface Released {
  readonly outcome: "done";
  readonly released: readonly string[];
  readonly requeued: number;
}

/** Asks until it is through: one call of the desk works for half a minute. */
async function releaseOne(ask: AskDesk, hold: string) {
  for (let requeued = 0, asked = 1; ; asked += 1) {
    const answer = await ask({ act: "release", hold });
    // Where it is not there any more after a first answer, somebody else has finished it.
    if (answer.outcome !== "done" && asked === 1) return answer;
    if (answer.outcome === "done") requeued += answer.requeued;
    if (answer.outcome !== "done" || !answer.more)
      return { outcome: "done", released: [hold], requeued } satisfies Released;
  }
}

async function releaseAll(ask: AskDesk, matter: string) {
  const released: string[] = [];
  for (let requeued = 0, asked = 1; ; asked += 1) {
    const answer = await ask({ act: "release-matter", matter });
    if (answer.outcome !== "done" && asked === 1) return answer;
    if (answer.outcome === "done") {
      released.push(...answer.released);
      requeued += answer.requeued;
    }
    if (answer.outcome !== "done" || !answer.more)
      return { outcome: "done", released, requeued } satisfies Released;
  }
}

function sayReleased({ released, requeued }: Released): string {
  return [
    ...released.map((id) => `Released: ${id}`),
    ...(requeued === 0 ? [] : [`${counted(requeued, "record")} judged again in the next night.`]),
  ].join("\n");
}
