import type { Controller } from "../policy/controller.ts";
import { keptFor } from "../policy/retention-schedule.ts";
import { AskedPage } from "./asked.tsx";
import { CodeField, ReferenceField } from "./code-fields.tsx";
import { Layout } from "./layout.tsx";
import { NotedPage } from "./noted.tsx";
import { InFours } from "./reference.tsx";
import { ResendForm } from "./resend-form.tsx";

/** What the person did on this page just before. */
export type SentNotice = "resent" | "wrong-code" | "link-needed" | "noted" | "asked";

export interface SentPageProps {
  readonly controller: Controller;
  /** As in the letter; absent where the page was opened without one. */
  readonly reference?: string;
  readonly notice?: SentNotice;
}

/** What is said at the top; a wrong code is said beside its field. */
const notices: Readonly<Partial<Record<SentNotice, string>>> = {
  resent: "If there is something to confirm, a new e-mail is on its way. Use the newest one.",
  "link-needed":
    "The code is right, but this request needs the link as well: open the link in the e-mail first, then type the code there. Or type the code here, in the browser in which you filled in the form.",
};

/** After a form was sent. It is the same page for every address, known or not. */
export function SentPage({ controller, reference, notice }: SentPageProps) {
  if (notice === "noted") return <NotedPage controller={controller} reference={reference} />;
  if (notice === "asked") return <AskedPage controller={controller} />;
  const said = notice === undefined ? undefined : notices[notice];
  const wrong = notice === "wrong-code";
  return (
    <Layout
      controller={controller}
      title="Check your mail"
      byLink="confirm"
      {...(wrong ? { mark: "Error" } : {})}
    >
      {said === undefined ? null : (
        <p class="notice" role="status">
          {said}
        </p>
      )}
      <p class="lead">
        An e-mail from {controller.name} is on its way. Open the link in it and press the button there; only
        then do we do anything with what you sent.
      </p>
      <p>
        The e-mail says how long its link works. If you do nothing, everything is erased after{" "}
        {keptFor(controller, "unverified")}.
      </p>
      {reference === undefined ? null : (
        <p>
          Your reference: <InFours text={reference} />
        </p>
      )}
      <section aria-labelledby="by-code">
        <h2 id="by-code">Or type the code</h2>
        <form method="post" action="/verify" noValidate>
          <ReferenceField reference={reference} idPrefix="verify" />
          <CodeField wrong={wrong} />
          <button type="submit">Confirm</button>
        </form>
      </section>
      <section aria-labelledby="nothing-came">
        <h2 id="nothing-came">If nothing comes</h2>
        <ul>
          <li>A few minutes are normal. Look into the spam folder, too.</li>
          <li>Perhaps the address had a slip in it. Then fill in the form again.</li>
          <li>Or ask for the e-mail again. At most one in 5 minutes and a few a day go to an address.</li>
        </ul>
        <ResendForm reference={reference} />
      </section>
    </Layout>
  );
}
