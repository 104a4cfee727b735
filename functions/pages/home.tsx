import type { Controller } from "../policy/controller.ts";
import { Layout } from "./layout.tsx";

/** A form or a right on the first page. */
interface Entry {
  readonly slug: string;
  readonly title: string;
  readonly introduction: string;
}

export interface HomePageProps {
  readonly controller: Controller;
  readonly forms: readonly Entry[];
  readonly rights: readonly Entry[];
}

export function HomePage({ controller, forms, rights }: HomePageProps) {
  return (
    <Layout controller={controller} title="Write to us, and decide about your data">
      <p class="lead">
        Whatever you send here, we first ask by e-mail whether it was you. We ask only what is needed, say
        why, and forget it in time.
      </p>
      <p>
        Is it about data that we have already? Go to <a href="#rights">your rights</a>.
      </p>
      <section aria-labelledby="forms">
        <h2 id="forms">Forms</h2>
        <Entries entries={forms} path="/forms/" />
      </section>
      <section aria-labelledby="rights">
        <h2 id="rights">Your rights</h2>
        <p>You need no account and no reason, and it costs nothing.</p>
        <Entries entries={rights} path="/rights/" />
      </section>
    </Layout>
  );
}

function Entries({ entries, path }: { readonly entries: readonly Entry[]; readonly path: string }) {
  return (
    <ul class="entries">
      {entries.map(({ slug, title, introduction }) => (
        <li key={slug}>
          <a href={`${path}${slug}`}>{title}</a>
          <p>{introduction}</p>
        </li>
      ))}
    </ul>
  );
}
