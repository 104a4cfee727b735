import type { AskDesk } from "../../../infra/operate/ask-desk.ts";
import { runDesk } from "../../../infra/operate/desk-program.ts";
import { runReplayLedger } from "../../../infra/operate/replay-ledger-program.ts";
import { hear } from "../../desk/staff.ts";

/** A desk that gives this answer to everything, and remembers what it was asked. */
export function deskAnswering(...answers: unknown[]) {
  const asked: unknown[] = [];
  const ask = ((question: unknown) => {
    asked.push(question);
    return Promise.resolve(answers.length > 1 ? answers.shift() : answers[0]);
  }) as AskDesk;
  const desk = (...args: string[]) => hear((terminal) => runDesk(args, async () => ask, terminal));
  const replay = (...args: string[]) => hear((terminal) => runReplayLedger(args, async () => ask, terminal));
  return { asked, desk, replay };
}
