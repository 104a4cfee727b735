import type { Controller } from "../policy/controller.ts";
import { CodeField } from "./code-fields.tsx";
import { Layout } from "./layout.tsx";

export interface CodePageProps {
  readonly controller: Controller;
  /** The token that the person just sent; it goes back hidden, with the code. */
  readonly token: string;
  /** What the token is about: for the way to a new letter. */
  readonly reference: string;
  /** True where the code is asked for in every browser, and false where only in another than the one that sent the form. */
  readonly inAnyBrowser: boolean;
  readonly wrong?: boolean;
}

/** The link was right, but what it sets off needs proof that the reader of the mail sent the form. */
export function CodePage({ controller, token, reference, inAnyBrowser, wrong = false }: CodePageProps) {
  return (
    <Layout
      controller={controller}
      title="One more step"
      byLink="confirm"
      {...(wrong ? { mark: "Error" } : {})}
    >
      <p class="lead">
        {inAnyBrowser
          ? "This request can change what we hold about you, so we ask for more than the link. Please type the code that stands in the e-mail below it."
          : "This browser is not the one that sent the form. Mail programs open links by themselves, so please type the code that stands in the e-mail below the link."}
      </p>
      <form method="post" action="/verify" noValidate>
        <input type="hidden" name="token" value={token} />
        <CodeField wrong={wrong} />
        <button type="submit">Confirm</button>
      </form>
      <h2>If the code no longer works</h2>
      <p>
        <a href={`/sent?reference=${reference}&code=1`}>Ask for a new e-mail</a>; it brings a new link and a
        new code. {inAnyBrowser ? null : "Or open the link in the browser in which you filled in the form."}
      </p>
    </Layout>
  );
}
