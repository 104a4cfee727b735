import type { Controller } from "../policy/controller.ts";
import { CodeField, ReferenceField } from "./code-fields.tsx";
import { Layout } from "./layout.tsx";

/**
 * The letter's link lands here with the token in the fragment, which no server sees. The script shows `ByLink` in
 * place of what is below; without script, or without a fragment, the code stands in for the link.
 */
export function VerifyPage({ controller }: { readonly controller: Controller }) {
  return (
    <Layout controller={controller} title="Is it you?" byLink="confirm">
      <p class="lead">
        Type in below what stands in our e-mail. If you came here by its link, the end of the link was lost on
        the way; you can also open it again.
      </p>
      <form method="post" action="/verify" noValidate>
        <ReferenceField idPrefix="verify" />
        <CodeField wrong={false} />
        <button type="submit">Confirm</button>
      </form>
      <p>
        <a href="/sent">I need a new e-mail</a>
      </p>
    </Layout>
  );
}
