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
        Only a legal duty or a running dispute keeps something longer.
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
      </ul>
    </Layout>
  );
}
