import type { Controller } from "../policy/controller.ts";
import { Layout } from "./layout.tsx";
import { InFours } from "./reference.tsx";

/** After a right that needs no proof beyond the address: it holds already, and no click is asked for. */
export function NotedPage(props: {
  readonly controller: Controller;
  readonly reference: string | undefined;
}) {
  const { controller, reference } = props;
  return (
    <Layout controller={controller} title="Noted">
      <p class="lead">Your request is noted. You need not do anything more.</p>
      <p>
        An e-mail from {controller.name} to the address you gave says so as well. If somebody else gave your
        address, answer it.
      </p>
      {reference === undefined ? null : (
        <p>
          Your reference: <InFours text={reference} />
        </p>
      )}
      <p>
        <a href="/">To the first page</a>
      </p>
    </Layout>
  );
}
