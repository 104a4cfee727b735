import type { Controller } from "../policy/controller.ts";
import { Layout } from "./layout.tsx";

/** Where the status link lands; the fragment is exchanged for a short session by a click, or pasted without script. */
export function StatusLandingPage({ controller }: { readonly controller: Controller }) {
  return (
    <Layout controller={controller} title="Your request" byLink="show-request">
      <p class="lead">
        Open the link in our e-mail about your request. If it has brought you here and you see only this, its
        end went missing: copy the whole link out of the e-mail, and paste it here.
      </p>
      <form method="post" action="/request/session" noValidate>
        <div class="field">
          <label for="field-link">Link from the e-mail</label>
          <p class="why" id="field-link-why">
            All of it, with what stands after the #. Do not give it to anybody else.
          </p>
          <input
            id="field-link"
            type="text"
            name="token"
            required
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            aria-describedby="field-link-why"
          />
        </div>
        <button type="submit">Show my request</button>
      </form>
      <p>
        Did you see your request here before? It is shown for half an hour at a time, so open the link again.
        For that half hour the page needs a cookie: a browser that takes none comes back to this page every
        time.
      </p>
      <p>
        If that does not help either, write to <a href={`mailto:${controller.email}`}>{controller.email}</a>{" "}
        and give the reference that stands in the e-mail.
      </p>
    </Layout>
  );
}
