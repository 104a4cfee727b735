import type { Controller } from "../policy/controller.ts";
import { keptFor } from "../policy/retention-schedule.ts";
import { AskedPage } from "./asked.tsx";
import { CodeField, ReferenceField } from "./code-fields.tsx";
import { Layout } from "./layout.tsx";
import { NotedPage } from "./noted.tsx";
import { InFours } from "./reference.tsx";
import { ResendForm } from "./resend-form.tsx";

/** What the person did just before: on this page, in the form, or on a page that asked for the code. */
export type SentNotice = "resent" | "with-letter" | "wrong-code" | "link-needed" | "noted" | "asked";

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

/** After a form was sent, and where a letter has its code typed. It is the same page for every address, known or not. */
export function SentPage({ controller, reference, notice }: SentPageProps) {
  if (notice === "noted") return <NotedPage controller={controller} reference={reference} />;
  if (notice === "asked") return <AskedPage controller={controller} />;
  const said = notice === undefined ? undefined : notices[notice];
  const wrong = notice === "wrong-code";
  const isAwaited = reference !== undefined && (notice === undefined || notice === "resent");
  return (
    <Layout
      controller={controller}
      title={isAwaited ? "Check your mail" : "Your code, or a new e-mail"}
      byLink="confirm"
      {...(wrong ? { mark: "Error" } : {})}
    >
      {said === undefined ? null : (
        <p class="notice" role="status">
          {said}
        </p>
      )}
      {isAwaited ? <Awaited controller={controller} /> : <AtHand controller={controller} />}
      {reference === undefined ? null : (
        <p>
          Your reference: <InFours text={reference} />
        </p>
      )}
      <section aria-labelledby="by-code">
        <h2 id="by-code">{isAwaited ? "Or type the code" : "Type the code"}</h2>
        <form method="post" action="/verify" noValidate>
          <ReferenceField reference={reference} idPrefix="verify" />
          <CodeField wrong={wrong} />
          <button type="submit">Confirm</button>
        </form>
      </section>
      <section aria-labelledby="new-letter">
        <h2 id="new-letter">{isAwaited ? "If nothing comes" : "Get a new e-mail"}</h2>
        {isAwaited ? <IfNothingComes /> : <p>{AT_MOST} It can take a few minutes.</p>}
        <ResendForm reference={reference} />
      </section>
    </Layout>
  );
}

const AT_MOST = "At most one in 5 minutes and a few a day go to an address.";

function IfNothingComes() {
  return (
    <ul>
      <li>A few minutes are normal. Look into the spam folder, too.</li>
      <li>Perhaps the address had a slip in it. Then fill in the form again.</li>
      <li>Or ask for the e-mail again. {AT_MOST}</li>
    </ul>
  );
}

/** For who has just sent something. */
function Awaited({ controller }: { readonly controller: Controller }) {
  return (
    <>
      <p class="lead">
        An e-mail from {controller.name} is on its way. Open the link in it and press the button there; only
        then do we do anything with what you sent.
      </p>
      <p>
        The e-mail says how long its link works. If you do nothing, what you sent is erased after{" "}
        {keptFor(controller, "unverified")}.
      </p>
    </>
  );
}

/** For who has the letter: its link did not open, or its code is too old. */
function AtHand({ controller }: { readonly controller: Controller }) {
  return (
    <>
      <p class="lead">
        Type the code that stands in our e-mail. If it is too old by now, have a new e-mail sent: it brings a
        new link and a new code.
      </p>
      <p>
        What nobody confirms is erased after {keptFor(controller, "unverified")}; then fill in the form again.
      </p>
    </>
  );
}
