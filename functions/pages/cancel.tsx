import type { Controller } from "../policy/controller.ts";
import { CancelForm } from "./cancel-form.tsx";
import { Layout } from "./layout.tsx";
import { ReferenceFact } from "./reference.tsx";

interface SurePageProps {
  readonly controller: Controller;
  /** The token that was just sent, where there is no session. */
  readonly token?: string | undefined;
  /** True where this very page was sent without the tick. */
  readonly missed?: boolean;
}

/** Between the button and the cancelling, in a browser that is not the one that made the request. */
export function SurePage({ controller, token, missed = false }: SurePageProps) {
  return (
    <Layout controller={controller} title="Cancel your request?" {...(missed ? { mark: "Error" } : {})}>
      <p class="lead">
        This browser is not the one that made the request, and mail programs press buttons by themselves. So
        please say that you are sure.
      </p>
      <CancelForm token={token} askSure missed={missed} />
      <p>If you want your request to go on, close this page: nothing has changed.</p>
    </Layout>
  );
}

/** Also after a second click: it is cancelled once, and that is all there is to know. */
export function CancelledPage(props: { readonly controller: Controller; readonly reference: string }) {
  const { controller, reference } = props;
  return (
    <Layout controller={controller} title="Your request is cancelled">
      <p class="lead">Nothing was done, and nothing will be: all your data are as they were.</p>
      <ReferenceFact reference={reference} />
      <p>
        If you change your mind, you can <a href="/#rights">make the request again</a> at any time. If it was
        not you who made it, write to <a href={`mailto:${controller.email}`}>{controller.email}</a> and give
        the reference.
      </p>
      <p>
        <a href="/">To the first page</a>
      </p>
    </Layout>
  );
}

/** The other side of the one write that decides: the machine has begun, or all is over. */
export function TooLatePage(props: { readonly controller: Controller; readonly reference: string }) {
  const { controller, reference } = props;
  return (
    <Layout controller={controller} title="It is too late to cancel">
      <p class="lead">
        We have begun with your request, or answered it already. What is deleted cannot be brought back.
      </p>
      <ReferenceFact reference={reference} />
      <p>
        The link in our e-mail shows how it stands. Questions? Write to{" "}
        <a href={`mailto:${controller.email}`}>{controller.email}</a> and give the reference.
      </p>
    </Layout>
  );
}
