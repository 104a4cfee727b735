import type { Misunderstood, Refused } from "../../functions/desk/answer.ts";
import type { AskDesk } from "./ask-desk.ts";

/** Asks the desk, and says its answer in the way that was asked for: `words` for people, JSON for programs. */
export type Answering = <Answer extends { readonly outcome: "done" } | Refused | Misunderstood>(
  question: (ask: AskDesk) => Promise<Answer>,
  words: (answer: Extract<Answer, { outcome: "done" }>) => string,
) => Promise<void>;
