import type { AskDesk } from "../../infra/operate/ask-desk.ts";
import { runDesk } from "../../infra/operate/desk-program.ts";
import { runReplayLedger } from "../../infra/operate/replay-ledger-program.ts";
import type { Terminal } from "../../infra/operate/terminal.ts";
import { runVerifyAudit } from "../../infra/operate/verify-audit-program.ts";
import { type GivenStack, given } from "../given.ts";
import { urlencoded } from "../journeys/visitor.ts";

/** What a command wrote, and what it ended with. */
interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command with a terminal that remembers. */
export async function hear(command: (terminal: Terminal) => Promise<number>): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await command({ out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

/** Why something is held, as the command line says it. */
export const FOR_A_CLAIM: readonly string[] = [
  ...["--ground", "legal-claim"],
  ...["--citation", "GDPR 17(3)(e), 3 O 17/26"],
  ...["--until", "2030-01-01"],
];

/** Somebody of the staff at the desk of a stack. */
export function staffOf(stack: GivenStack, by = "tess") {
  const ask = ((question: object) => stack.invoke("Desk", { ...question, by })) as AskDesk;
  const open = () => Promise.resolve(ask);
  return {
    ask,
    desk: (...args: string[]) => hear((terminal) => runDesk(args, open, terminal)),
    verifyAudit: (...args: string[]) => hear((terminal) => runVerifyAudit(args, open, terminal)),
    replayLedger: (...args: string[]) => hear((terminal) => runReplayLedger(args, open, terminal)),
  };
}

/** A request of a right, sent and confirmed, as far as it goes by itself. */
export async function requestOf(
  stack: GivenStack,
  right: string,
  email = given.address(),
  rest: Readonly<Record<string, string>> = {},
) {
  const browser = stack.browser();
  const child = right === "report-a-child" ? { childEmail: given.address("child") } : {};
  const answer = await browser.post(
    `/rights/${right}`,
    urlencoded({ ...given.request(email), details: "Please see to it", ...child, ...rest }),
  );
  if (answer.status !== 303) throw new Error(answer.text);
  const letter = await stack.inbox.letterTo(email);
  const { token, code, reference } = letter;
  const confirmed = await browser.post("/verify", urlencoded({ token, code }));
  if (confirmed.status !== 200) throw new Error(confirmed.text);
  await stack.settled();
  await stack.executionsSettled();
  return { email, reference, browser, letter };
}
