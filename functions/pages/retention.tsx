import type { Controller } from "../policy/controller.ts";
import { Layout } from "./layout.tsx";

interface RetentionRow {
  /** What is kept, in words: "Newsletter". */
  readonly title: string;
  readonly purpose: string;
  readonly lawfulBasis: string;
  /** How long, as a sentence (`words` of the schedule). */
  readonly words: string;
  readonly citation: string;
}

export interface RetentionPageProps {
  readonly controller: Controller;
  readonly rows: readonly RetentionRow[];
}

/** The retention schedule as people read it. A list, not a table: it is read on a phone. */
export function RetentionPage({ controller, rows }: RetentionPageProps) {
  return (
    <Layout controller={controller} title="How long we keep what">
      <p class="lead">
        Every night, what is older than its purpose is erased, or changed so that it leads back to nobody.
        Only a legal duty, a running dispute or a request of yours that is not answered yet keeps something
        longer.
      </p>
      <ul class="schedule">
        {rows.map((row) => (
          <li key={row.title}>
            <h2>{row.title}</h2>
            <p>{row.words}</p>
            <p class="why">
              Kept {row.purpose}. Basis: {row.lawfulBasis}. {row.citation}.
            </p>
          </li>
        ))}
        {/* In no row of the schedule, as it has no period: forgetting it would undo what it is for. */}
        <li>
          <h2>The id of a person who was erased</h2>
          <p>
            When we have erased everything about a person on their request, one thing stays: an id, made of
            their address with a secret key, from which the address cannot be computed back. By it nobody else
            can bring them back by naming their address to us, and what a restored backup would bring back is
            erased again. It is kept without an end, and so is the number of legal holds that there were under
            it.
          </p>
          <p class="why">Kept to let an erasure last. Basis: legal obligation. GDPR 5(2), 17(1), 32(1).</p>
        </li>
        <li>
          <h2>The id of a person who wants no advertising</h2>
          <p>
            Whoever objects to advertising, unsubscribes from it or takes back their consents is remembered by
            such an id too, so that we do not ask them when somebody recommends us to them. It is kept without
            an end. They themselves can subscribe again at any time.
          </p>
          <p class="why">Kept to let a no last. Basis: legal obligation. GDPR 21(3).</p>
        </li>
      </ul>
    </Layout>
  );
}
