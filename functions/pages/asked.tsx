import type { Controller } from "../policy/controller.ts";
import { keptFor } from "../policy/retention-schedule.ts";
import { Layout } from "./layout.tsx";

/** After somebody recommended us to a friend: it is the friend who has mail. The same page for every address. */
export function AskedPage({ controller }: { readonly controller: Controller }) {
  return (
    <Layout controller={controller} title="Thank you">
      <p class="lead">We ask your friend, once, whether we may write. You need not do anything more.</p>
      <p>
        Without a yes we forget the address after {keptFor(controller, "referral")}. Whoever was asked already
        is not asked again in that time.
      </p>
      <p>
        <a href="/">To the first page</a>
      </p>
    </Layout>
  );
}
