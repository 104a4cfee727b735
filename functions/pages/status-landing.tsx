import type { Controller } from "../policy/controller.ts";
import { Layout } from "./layout.tsx";

/** Where the status link lands; the fragment is exchanged for a short session by a click. */
export function StatusLandingPage({ controller }: { readonly controller: Controller }) {
  return (
    <Layout controller={controller} title="Your request" byLink="show-request">
      <p class="lead">
        Open the link in our e-mail about your request once more; the end of it, after the #, is missing here.
        This one page needs JavaScript.
      </p>
      <p>
        Without it, write to <a href={`mailto:${controller.email}`}>{controller.email}</a> and give the
        reference that stands in the e-mail. We then tell you the same.
      </p>
    </Layout>
  );
}
