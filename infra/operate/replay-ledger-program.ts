import { setTimeout as pause } from "node:timers/promises";
import type { Replay, ReplayState } from "../../functions/desk/answer.ts";
import type { CaughtUp } from "../../functions/desk/restored.ts";
import { type AskDesk, DeskAway, type DeskPlace } from "./ask-desk.ts";
import { commandLine, runCommand } from "./command-line.ts";
import { sayNo } from "./say.ts";
import { counted, FAILED, inFours, shown, type Terminal } from "./terminal.ts";

/** An erasure that is not over, and was left to its own machine. */
interface UnderWay {
  readonly reference: string;
  readonly status: "under-way";
}

/** A request that the restore had taken back. */
interface Restored extends CaughtUp {
  readonly status: "settled" | "caught-up";
}

interface Replayed extends Replay {
  /** "unfinished" where it did not end while this command waited. */
  readonly status: ReplayState["status"] | "unfinished";
  readonly removed?: number | undefined;
  readonly retained?: number | undefined;
  readonly receipt?: string | undefined;
}

type Finished = Replayed | UnderWay | Restored;

/** Milliseconds between two looks. */
const BETWEEN_LOOKS = 1000;

/**
 * `npm run replay-ledger`: after a restore, erases again whatever the backup brought back.
 * @returns what the process ends with: 0 zero is left of everybody, 1 something is, 2 wrong usage.
 */
export function runReplayLedger(
  args: readonly string[],
  open: (place: DeskPlace) => Promise<AskDesk>,
  terminal: Terminal,
): Promise<number> {
  return runCommand(args, terminal, (end) => {
    const program = commandLine("replay-ledger", terminal)
      .description(
        "After a table was restored from a backup: erases again whoever was erased before, by the ledger,\n" +
          "through the same machine and the same holds, and proves that nothing is left. First the requests that\n" +
          "the restore took back are brought to where their histories say that they stand. Where it took a legal hold\n" +
          "away nothing is begun: what that keeps would be erased.",
      )
      .option("--since <day>", "only what was erased on that day or later; all of it without this")
      .option(
        "--holds-checked",
        "begin although the restore took legal holds away: what they would keep is erased",
      )
      .option("--wait <minutes>", "how long to wait for each", "15")
      .option("--json", "answer as JSON, for programs")
      .addHelpText("after", EXAMPLES)
      .action(async () => {
        const { json, since, wait, holdsChecked = false, ...place } = program.opts<Options>();
        const minutes = Number(wait);
        if (!(minutes > 0)) program.error("error: --wait is a number of minutes");
        const finished: Finished[] = [];
        for await (const one of replayAll(await open(place), { since, holdsChecked }, minutes * 60_000)) {
          finished.push(one);
          if (json !== true) say(one, terminal);
        }
        const none = since !== undefined && finished.filter(isOfLedger).length === 0;
        const zero = finished.every(isZero);
        if (json === true) terminal.out(JSON.stringify(finished, null, 2));
        else if (none) terminal.err(noneSince(since));
        else terminal.out(summary(finished, zero));
        if (none || !zero) end(FAILED);
      });
    return program;
  });
}

interface Options extends DeskPlace {
  readonly json?: boolean;
  readonly since?: string;
  readonly holdsChecked?: boolean;
  readonly wait: string;
}

/** Page by page: the next is started when this one is through, so that nothing is flooded. */
async function* replayAll(
  ask: AskDesk,
  { since, holdsChecked }: { readonly since: string | undefined; readonly holdsChecked: boolean },
  patience: number,
): AsyncIterable<Finished> {
  let from: string | undefined;
  do {
    const page = await ask({
      act: "replay-ledger",
      ...(holdsChecked ? { holdsChecked } : {}),
      ...(since === undefined ? {} : { since }),
      ...(from === undefined ? {} : { from }),
    });
    if (page.outcome !== "done") throw new DeskAway(sayNo(page));
    for (const one of page.caughtUp ?? [])
      yield { ...one, status: one.endedAs === undefined ? "caught-up" : "settled" };
    for (const reference of page.underWay) yield { reference, status: "under-way" };
    yield* untilDone(ask, page.started, patience);
    from = page.next;
  } while (from !== undefined);
}

async function* untilDone(
  ask: AskDesk,
  started: readonly Replay[],
  patience: number,
): AsyncIterable<Replayed> {
  const deadline = Date.now() + patience;
  let open = [...started];
  while (open.length > 0) {
    const answer = await ask({ act: "replay-status", executions: open.map(({ execution }) => execution) });
    if (answer.outcome !== "done") throw new DeskAway(sayNo(answer));
    const states = new Map(answer.executions.map((state) => [state.execution, state]));
    for (const one of open) {
      const state = states.get(one.execution);
      if (state !== undefined && state.status !== "running") yield { ...state, ...one };
    }
    open = open.filter(({ execution }) => states.get(execution)?.status === "running");
    if (open.length === 0) return;
    if (Date.now() > deadline) break;
    await pause(BETWEEN_LOOKS);
  }
  for (const one of open) yield { ...one, status: "unfinished" };
}

const isOfLedger = (one: Finished): one is Replayed | UnderWay =>
  one.status !== "settled" && one.status !== "caught-up";

const isZero = (one: Finished): boolean => !isOfLedger(one) || (one.status === "done" && one.retained === 0);

function say(one: Finished, { out, err }: Terminal): void {
  const words = inWords(one);
  if (isZero(one)) out(words);
  else err(words);
}

function inWords(one: Finished): string {
  const name = inFours(one.reference);
  if (!isOfLedger(one))
    return one.endedAs === undefined
      ? `${name}: had gone on before the restore; if it waits for its machine, that has to be started anew`
      : `${name}: had ended before the restore (${one.endedAs}), and has again`;
  if (one.status === "under-way")
    return `${name}: still under way, so it was left alone; \`desk show\` says what it waits for`;
  const { execution, status, removed = 0, retained = 0, receipt = "", cutOff } = one;
  if (status === "failed") return `${name}: failed; its execution ${execution} says where`;
  if (status !== "done")
    return `${name}: not through yet; its execution ${execution} goes on, or waits for the staff`;
  const left =
    retained === 0 ? "zero left" : `${retained} left, each kept on a ground that its receipt names`;
  return [
    `${name}: ${left} (${removed} had come back)`,
    ...(cutOff === true ? ["  it was not over before the restore: its person was not written to"] : []),
    `  receipt ${receipt}`,
  ].join("\n");
}

function summary(all: readonly Finished[], zero: boolean): string {
  const finished = all.filter(isOfLedger);
  if (finished.length === 0) return "The ledger has no entry: nothing was ever erased.";
  const erasures = counted(finished.length, "erasure");
  return zero
    ? `${erasures} of the ledger: zero left of all of them.`
    : `${erasures} of the ledger: ${finished.filter((one) => !isZero(one)).length} not at zero.`;
}

/** A day that was mistyped must not look like a drill that is finished. */
const noneSince = (day: string): string =>
  `The ledger has no entry since ${shown(day)}: nothing was looked at. Without --since all of it is.`;

const EXAMPLES = `
Examples:
  npm run replay-ledger                       after the local tables were put back
  npm run replay-ledger -- --since 2026-12-01 the backup was taken on that day
  npm run replay-ledger -- --deployed --region eu-central-1 --json

It ends with 0 when nothing is left of anybody, 1 when something is or may be: an erasure that is still under way is left
alone, and has to be replayed once it is over; and where no entry is as young as --since says, nothing was looked at.
It can be run any number of times.

The restore has brought back consents too that people had taken back: end them again with "npm run desk -- replay-withdrawals".`;
