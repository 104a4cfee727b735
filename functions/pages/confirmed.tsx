import type { Controller } from "../policy/controller.ts";
import { dayInWords } from "../policy/days.ts";
import { Layout } from "./layout.tsx";
import { InFours } from "./reference.tsx";

interface Words {
  readonly thanks: string;
  /** What the title is of; where there is none, the title says nothing to who reads it. */
  readonly titleOf?: string;
  readonly next: string;
}

/** By what was confirmed: a form, the question that a friend brought about, or a rights request. */
const words = {
  form: {
    thanks: "Thank you. Your address is confirmed, and we have what you sent.",
    titleOf: "Form",
    next: "You can have it deleted, corrected or sent to you at any time: see your rights below.",
  },
  question: {
    thanks: "Thank you for your yes: we may write to you now.",
    next: "You can take it back at any time: see your rights below.",
  },
  request: {
    thanks: "Thank you. Your request is confirmed, and its time is running.",
    titleOf: "Request",
    next: "We write to you by e-mail. The e-mail about your request has a link on which you can see how it stands.",
  },
} as const satisfies Record<string, Words>;

export interface ConfirmedPageProps {
  readonly controller: Controller;
  readonly what: keyof typeof words;
  /** The title of the form or of the right: words of ours. */
  readonly title: string;
  readonly reference: string;
  /** ISO date by which a request is answered. */
  readonly dueBy?: string;
  /** True where it had been confirmed before: said kindly, nothing is done twice. */
  readonly again?: boolean;
}

export function ConfirmedPage({ controller, what, title, reference, dueBy, again }: ConfirmedPageProps) {
  const { thanks, titleOf, next }: Words = words[what];
  return (
    <Layout controller={controller} title="Confirmed" byLink="confirm">
      <p class="lead">
        {again ? "You had confirmed this already. It counts once, and all is well." : thanks}
      </p>
      <dl class="facts">
        {titleOf === undefined ? null : (
          <>
            <dt>{titleOf}</dt>
            <dd>{title}</dd>
          </>
        )}
        <dt>Reference</dt>
        <dd>
          <InFours text={reference} />
        </dd>
        {dueBy === undefined ? null : (
          <>
            <dt>Answered by</dt>
            <dd>{dayInWords(dueBy)}, at the latest</dd>
          </>
        )}
      </dl>
      <p>{next}</p>
      <p>
        <a href="/">To the first page</a>
      </p>
    </Layout>
  );
}
