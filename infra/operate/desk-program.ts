import type { Command } from "commander";
import type { Misunderstood, Refused } from "../../functions/desk/answer.ts";
import type { ConsentName } from "../../functions/policy/choices.ts";
import type { Answering } from "./answering.ts";
import type { AskDesk, DeskPlace } from "./ask-desk.ts";
import { commandLine, note, runCommand } from "./command-line.ts";
import { holdCommands } from "./desk-holds.ts";
import { markCommands } from "./desk-marks.ts";
import { nightCommands } from "./desk-nights.ts";
import { personCommands } from "./desk-person.ts";
import { showCommand } from "./desk-show.ts";
import { withdrawalCommands } from "./desk-withdrawals.ts";
import { sayList, sayNo } from "./say.ts";
import { DONE, FAILED, type Terminal, WRONG_USAGE } from "./terminal.ts";

type Open = (place: DeskPlace) => Promise<AskDesk>;

/**
 * `npm run desk -- …`: the staff's command line.
 * @returns what the process ends with: 0 done, 1 refused or failed, 2 wrong usage.
 */
export function runDesk(args: readonly string[], open: Open, terminal: Terminal): Promise<number> {
  return runCommand(args, terminal, (end) => deskProgram(open, terminal, end));
}

function deskProgram(open: Open, terminal: Terminal, end: (code: number) => void): Command {
  const program = commandLine("desk", terminal)
    .description(
      "What the staff does with rights requests: see what is open, decide, hold data for a legal reason.\n" +
        "Every act is written into the history of its request, with who did it.",
    )
    .option("--json", "answer as JSON, for programs")
    .addHelpText("after", EXAMPLES);

  /** Asks, and says the answer in the way that was asked for. */
  const answering: Answering = async (question, words) => {
    const { json, ...place } = program.opts<DeskPlace & { json?: boolean }>();
    const answer = await question(await open(place));
    if (json === true) terminal.out(JSON.stringify(answer, null, 2));
    else if (answer.outcome === "done") terminal.out(words(answer as Parameters<typeof words>[0]));
    else terminal.err(sayNo(answer as Refused | Misunderstood));
    end(answer.outcome === "done" ? DONE : answer.outcome === "refused" ? FAILED : WRONG_USAGE);
  };

  program
    .command("list")
    .description("the open requests, the one that is due first at the top")
    .option("--most <count>", "how many at most", "100")
    .action(({ most }: { most: string }) =>
      answering(
        (ask) => ask({ act: "list", most: Number(most) }),
        ({ requests, more }) => sayList(requests, more),
      ),
    );

  showCommand(program, answering);

  program
    .command("approve")
    .argument("<reference>")
    .description("let a request that waits for a decision be carried out")
    .option("--consent <name...>", "of a withdrawal: the consents that its words are about")
    .addOption(note())
    .action((reference: string, { consent, ...rest }: { consent?: ConsentName[]; note?: string }) =>
      answering(
        (ask) => ask({ act: "approve", reference, ...rest, ...(consent && { consents: consent }) }),
        () => "Approved. Its machine goes on.",
      ),
    );

  program
    .command("refuse")
    .argument("<reference>")
    .description("refuse a request that waits for a decision; the person is told why, and how to complain")
    .requiredOption("--ground <ground>", "why: `desk show` names the grounds that fit the request")
    .addOption(note())
    .action((reference: string, options: { ground: string; note?: string }) =>
      answering(
        (ask) => ask({ act: "refuse", reference, ...(options as { ground: "excessive"; note?: string }) }),
        () => `Refused as ${options.ground}. The letter to the person is on its way.`,
      ),
    );

  holdCommands(program, answering);
  personCommands(program, answering);
  markCommands(program, answering);
  nightCommands(program, answering);
  withdrawalCommands(program, answering);
  return program;
}

const EXAMPLES = `
Examples:
  npm run desk -- list
  npm run desk -- show 7Q2M-0V9K-4XBD-1RTP
  npm run desk -- approve 7Q2M-0V9K-4XBD-1RTP --note "application was withdrawn"
  npm run desk -- approve 7Q2M-0V9K-4XBD-1RTP --consent newsletter
  npm run desk -- refuse 7Q2M-0V9K-4XBD-1RTP --ground not-covered
  npm run desk -- hold 7Q2M-0V9K-4XBD-1RTP --scope holder submissions \\
      --ground legal-claim --citation "GDPR 17(3)(e), case 12 O 34/26" --until 2027-06-30
  npm run desk -- hold --email ann@example.org --scope everything \\
      --ground legal-claim --citation "GDPR 17(3)(e), case 12 O 34/26" --until 2027-06-30
  npm run desk -- hold --everybody --scope form job-application --matter M-2027-12 \\
      --ground legal-claim --citation "GDPR 17(3)(e), case 3 Ca 12/27" --until 2027-12-31
  npm run desk -- holds --overdue
  npm run desk -- review-hold 7Q2M0V9K4XBD1RTP-3FA94C01 --until 2027-12-31
  npm run desk -- person ann@example.org
  npm run desk -- release 7Q2M0V9K4XBD1RTP-3FA94C01
  npm run desk -- release --matter M-2027-12
  npm run desk -- flag 4K7N-2B6H-9XJ3-QZ5T --of 7Q2M-0V9K-4XBD-1RTP
  npm run desk -- mask 4K7N-2B6H-9XJ3-QZ5T --field message --words "my neighbour at No 4"
  npm run desk -- show 4K7N-2B6H-9XJ3-QZ5T --of 7Q2M-0V9K-4XBD-1RTP --reveal
  npm run desk -- show 4K7N-2B6H-9XJ3-QZ5T --email ann@example.org --file cv --to cv.pdf
  npm run desk -- sweeps
  npm run desk -- --deployed --region eu-central-1 --json list

It asks the local stack ("npm start", same PORT) unless --deployed is given; then it asks the function
Habeas-Desk with your own AWS credentials, and AWS says who you are.
It ends with 0 when it is done, 1 when it was refused or failed, 2 when it was not understood.`;
