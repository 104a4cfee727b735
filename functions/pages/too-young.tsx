import type { Controller } from "../policy/controller.ts";
import { Layout } from "./layout.tsx";

/** Said kindly, to a child. Nothing of what was sent is on the page, and nothing of it was kept. */
export function TooYoungPage({ controller }: { readonly controller: Controller }) {
  return (
    <Layout controller={controller} title="Please ask a parent">
      <p class="lead">
        Thank you for your interest. Where you live, you are not yet old enough to send us this by yourself.
        That is no mistake of yours.
      </p>
      <p>
        We have kept nothing of what you typed. A parent or whoever looks after you may write to us at{" "}
        <a href={`mailto:${controller.email}`}>{controller.email}</a>, and then we see what we can do
        together.
      </p>
      <p>
        If a child has sent us something before, a parent can{" "}
        <a href="/rights/report-a-child">tell us here</a>, and we delete it.
      </p>
    </Layout>
  );
}
