import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { Temporal } from "temporal-polyfill";
import type { ShownNight } from "../../functions/desk/answer.ts";
import type { SweepNight } from "../../functions/records/sweeps.ts";
import type { Preview } from "../../functions/retention/preview.ts";
import type { AskDesk, DeskPlace } from "./ask-desk.ts";
import { commandLine, runCommand } from "./command-line.ts";
import type { ExecutionState, RetentionMachine } from "./open-machine.ts";
import { sayNight, sayReport, sayWhatWouldGo } from "./say-nights.ts";
import { DONE, FAILED, type Terminal } from "./terminal.ts";

/** Where the command goes to. */
export interface Places {
  readonly machine: (place: DeskPlace) => Promise<RetentionMachine>;
  readonly desk: (place: DeskPlace) => Promise<AskDesk>;
}

/** How a night ended that was looked at until it did, or until it waits for a person. */
type Outcome =
  | { readonly ended: "done"; readonly night: SweepNight }
  | ({ readonly ended: "previewed" } & Preview)
  | { readonly ended: "waits"; readonly night: ShownNight }
  | { readonly ended: "failed"; readonly error: string }
  | { readonly ended: "unfinished" };

/** Milliseconds between two looks. */
const BETWEEN_LOOKS = 500;
/** UTC; whatever is due on a day is due from its first second, so any time of it does. */
const TIME_OF_A_NIGHT = "02:30:00Z";

/**
 * `npm run sweep -- --at DATE`: runs a night of the retention as if it were that one, and waits for its end.
 * @returns what the process ends with: 0 done, 1 it failed or waits for a person, 2 wrong usage.
 */
export function runSweep(args: readonly string[], open: Places, terminal: Terminal): Promise<number> {
  return runCommand(args, terminal, (end) => {
    const program = commandLine("sweep", terminal)
      .description(
        "Runs a night of the retention: whatever is due goes, through the guard, and is counted.\n" +
          "Any night can be run any number of times; what is done already counts as done.",
      )
      .option("--at <day>", "as if it were that night, or that instant; now without this")
      .option("--preview", "only say what would go and what would be kept, by category and day")
      .option("--proof", "also look at the whole table for what the index may have missed")
      .option("--wait <minutes>", "how long to wait for its end", "15")
      .option("--json", "answer as JSON, for programs")
      .addHelpText("after", EXAMPLES)
      .action(async (_: unknown, command: Command) => {
        const { json, at, preview, proof, wait, ...place } = program.opts<Options>();
        const minutes = Number(wait);
        if (!(minutes > 0)) program.error("error: --wait is a number of minutes");
        const now = Temporal.Now.instant();
        const instant = at === undefined ? now : readInstant(at, command);
        const isToCome = Temporal.Instant.compare(instant, now) > 0;
        if (place.deployed === true && isToCome && preview !== true)
          program.error(
            "error: --at lies ahead, and would destroy what is not due yet; a deployed stack shows that with --preview only",
          );
        const input = {
          at: instant.toString({ smallestUnit: "second" }),
          ...(preview === true ? { preview } : {}),
          ...(proof === true ? { proof } : {}),
        };
        const machine = await open.machine(place);
        const name = `sweep-${input.at.slice(0, 10)}-${now.epochMilliseconds}`;
        const execution = await machine.start(name, input);
        const desk = () => open.desk(place);
        const outcome = await follow({ machine, execution, input, desk, patience: minutes * 60_000 });
        if (json === true) terminal.out(JSON.stringify({ execution, ...outcome }, null, 2));
        else say(outcome, name, terminal);
        end(isGood(outcome) ? DONE : FAILED);
      });
    return program;
  });
}

interface Options extends DeskPlace {
  readonly json?: boolean;
  readonly at?: string;
  readonly preview?: boolean;
  readonly proof?: boolean;
  readonly wait: string;
}

function readInstant(text: string, command: Command): Temporal.Instant {
  try {
    const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
    return Temporal.Instant.from(day ? `${text}T${TIME_OF_A_NIGHT}` : text);
  } catch {
    return command.error(
      "error: --at is a day such as 2028-01-01, or an instant such as 2028-01-01T02:30:00Z",
    );
  }
}

interface Followed {
  readonly machine: RetentionMachine;
  readonly execution: string;
  readonly input: { readonly at: string; readonly preview?: boolean };
  readonly desk: () => Promise<AskDesk>;
  /** Milliseconds. */
  readonly patience: number;
}

async function follow({ machine, execution, input, desk, patience }: Followed): Promise<Outcome> {
  const deadline = Date.now() + patience;
  do {
    const state = await machine.look(execution);
    if (state.status !== "RUNNING") return outcomeOf(state, input.preview === true);
    if (state.state?.startsWith("Wait for a person")) {
      const night = await waiting(await desk(), input.at.slice(0, 10));
      if (night !== undefined) return { ended: "waits", night };
    }
    await pause(BETWEEN_LOOKS);
  } while (Date.now() < deadline);
  return { ended: "unfinished" };
}

function outcomeOf({ status, output, error = status }: ExecutionState, preview: boolean): Outcome {
  if (status !== "SUCCEEDED") return { ended: "failed", error };
  if (!preview) return { ended: "done", night: output as SweepNight };
  return { ended: "previewed", ...(output as Preview) };
}

/** What the night waits with; it is written a moment after the machine has come there. */
async function waiting(ask: AskDesk, night: string): Promise<ShownNight | undefined> {
  const answer = await ask({ act: "sweeps", most: 100 });
  if (answer.outcome !== "done") return undefined;
  return answer.nights.find((one) => one.night === night && one.awaits?.decision === undefined && one.awaits);
}

/** A night that somebody refused has come to its end too, but nothing of it was done. */
const isGood = (outcome: Outcome): boolean =>
  outcome.ended === "previewed" || (outcome.ended === "done" && outcome.night.status === "done");

function say(outcome: Outcome, name: string, { out, err }: Terminal): void {
  if (isGood(outcome)) out(inWords(outcome, name));
  else err(inWords(outcome, name));
}

function inWords(outcome: Outcome, name: string): string {
  switch (outcome.ended) {
    case "done":
      return sayReport(outcome.night);
    case "previewed":
      return sayWhatWouldGo(outcome);
    case "waits":
      return sayNight(outcome.night);
    case "failed":
      return `The night failed (${outcome.error}): "npm run desk -- sweeps" says how far it came, the log of its function why. Run it again when that is mended; it goes on where it was.`;
    case "unfinished":
      return `It is not through yet, and goes on; its execution is ${name}.`;
  }
}

const EXAMPLES = `
Examples:
  npm run sweep                               tonight, now
  npm run sweep -- --preview                  what that would be
  npm run sweep -- --at 2028-01-01            on the local stack, as if it were that night
  npm run sweep -- --at 2028-01-01 --proof    and a look at the whole table
  npm run sweep -- --deployed --region eu-central-1 --json

It runs on the local stack ("npm start", same PORT) unless --deployed is given; then it starts the machine
Habeas-Retention with your own AWS credentials.
It ends with 0 when the night is done, 1 when it failed, was refused or waits for a person, 2 when it was not understood.`;
