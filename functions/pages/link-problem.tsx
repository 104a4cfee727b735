import type { Controller } from "../policy/controller.ts";
import { keptFor } from "../policy/retention-schedule.ts";
import { Layout } from "./layout.tsx";
import { ResendForm } from "./resend-form.tsx";

/** One page for unknown, foreign, garbled and expired links alike: it must not tell a stranger which it was. */
export function LinkProblemPage({ controller }: { readonly controller: Controller }) {
  return (
    <Layout controller={controller} title="This link does not work" byLink="confirm">
      <p class="lead">
        Links and codes work as long as their e-mail says. Perhaps that time is over, or the mail program cut
        the link off.
      </p>
      <section aria-labelledby="new-letter">
        <h2 id="new-letter">Get a new e-mail</h2>
        <ResendForm />
      </section>
      <section aria-labelledby="anew">
        <h2 id="anew">Or begin again</h2>
        <p>
          After {keptFor(controller, "unverified")} there is nothing left to confirm.{" "}
          <a href="/">Fill in the form once more.</a>
        </p>
      </section>
    </Layout>
  );
}
