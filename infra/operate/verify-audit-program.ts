import type { BrokenChain } from "../../functions/desk/answer.ts";
import type { AskDesk, DeskPlace } from "./ask-desk.ts";
import { commandLine, runCommand } from "./command-line.ts";
import { sayNo } from "./say.ts";
import { counted, FAILED, inFours, shown, type Terminal } from "./terminal.ts";

/**
 * `npm run verify-audit`: recomputes every history.
 * @returns what the process ends with: 0 all are whole, 1 one is not, 2 wrong usage.
 */
export function runVerifyAudit(
  args: readonly string[],
  open: (place: DeskPlace) => Promise<AskDesk>,
  terminal: Terminal,
): Promise<number> {
  return runCommand(args, terminal, (end) => {
    const program = commandLine("verify-audit", terminal)
      .description(
        "Recomputes the history of every request, and names the first wrong place of each that was touched:\n" +
          "an event changed, dropped, swapped, repeated or cut off. Every record and every entry of the ledger\n" +
          "that must have a history is asked for it, so that one that is gone as a whole is missed.",
      )
      .option("--json", "answer as JSON, for programs")
      .addHelpText("after", EXAMPLES)
      .action(async () => {
        const { json, ...place } = program.opts<DeskPlace & { json?: boolean }>();
        const checked = await checkAll(await open(place));
        if (typeof checked === "string") {
          terminal.err(checked);
          return end(FAILED);
        }
        if (json === true) terminal.out(JSON.stringify(checked, null, 2));
        else say(checked, terminal);
        if (checked.broken.length > 0) end(FAILED);
      });
    return program;
  });
}

interface Checked {
  readonly chains: number;
  readonly events: number;
  readonly broken: readonly BrokenChain[];
}

/** Page by page, so that no call grows with the table. @returns the reason where the desk would not. */
async function checkAll(ask: AskDesk): Promise<Checked | string> {
  let chains = 0;
  let events = 0;
  const broken = new Map<string, BrokenChain>();
  let from: string | undefined;
  do {
    const page = await ask({ act: "verify-audit", ...(from === undefined ? {} : { from }) });
    if (page.outcome !== "done") return sayNo(page);
    chains += page.chains;
    events += page.events;
    // What is gone as a whole is missed by its record and by the ledger.
    for (const one of page.broken) broken.set(`${one.reference} ${one.sequence} ${one.what}`, one);
    from = page.next;
  } while (from !== undefined);
  return { chains, events, broken: [...broken.values()] };
}

const inWords: Readonly<Record<BrokenChain["what"], string>> = {
  changed: "was changed",
  missing: "is missing",
  repeated: "is there twice",
  "not linked": "does not follow from the one before",
  "cut short": "and what came after is cut off",
  "without its request":
    "is the last, and its request is gone (restored from an older backup, or somebody removed it)",
  "longer than its head": "is not known to its request (a restored table, or an event put in)",
};

function say({ chains, events, broken }: Checked, { out, err }: Terminal): void {
  for (const { reference, sequence, what } of broken)
    err(`${inFours(shown(reference))}: event ${sequence} ${inWords[what]}`);
  const looked = `${counted(chains, "history", "histories")}, ${counted(events, "event")}`;
  if (broken.length === 0) out(`${looked}: all are whole.`);
  else err(`${looked}: ${broken.length} not whole.`);
}

const EXAMPLES = `
Examples:
  npm run verify-audit
  npm run verify-audit -- --deployed --region eu-central-1 --json

It ends with 0 when all are whole, 1 when one is not.`;
