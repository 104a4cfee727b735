import type { Controller } from "../policy/controller.ts";
import { dayInWords } from "../policy/days.ts";
import { Layout } from "./layout.tsx";
import { InFours } from "./reference.tsx";

export interface ConfirmedPageProps {
  readonly controller: Controller;
  readonly what: "form" | "request";
  /** The title of the form or of the right: words of ours. */
  readonly title: string;
  readonly reference: string;
  /** ISO date by which a request is answered. */
  readonly dueBy?: string;
  /** True where it had been confirmed before: said kindly, nothing is done twice. */
  readonly again?: boolean;
}

export function ConfirmedPage({ controller, what, title, reference, dueBy, again }: ConfirmedPageProps) {
  return (
    <Layout controller={controller} title="Confirmed" byLink="confirm">
      <p class="lead">
        {again
          ? "You had confirmed this already. It counts once, and all is well."
          : what === "form"
            ? "Thank you. Your address is confirmed, and we have what you sent."
            : "Thank you. Your request is confirmed, and its time is running."}
      </p>
      <dl class="facts">
        <dt>{what === "form" ? "Form" : "Request"}</dt>
        <dd>{title}</dd>
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
      <p>
        {what === "form"
          ? "You can have it deleted, corrected or sent to you at any time: see your rights below."
          : "We write to you by e-mail. The e-mail about your request has a link on which you can see how it stands."}
      </p>
      <p>
        <a href="/">To the first page</a>
      </p>
    </Layout>
  );
}
