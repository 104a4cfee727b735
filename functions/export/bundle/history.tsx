import { InFours } from "../../pages/reference.tsx";
import { dayInWords } from "../../policy/days.ts";
import { waitingFor } from "../../policy/request-lifecycle.ts";
import { rights } from "../../policy/rights.ts";
import type { BundleFacts } from "../bundle-entry.ts";

/** The person's own requests, the oldest first. */
export function History({ facts: { history, request } }: { readonly facts: BundleFacts }) {
  return (
    <ul class="rows">
      {history.map(({ reference, right, status, receivedAt, dueBy, concludedAt }) => (
        <li key={reference}>
          <h3>{rights[right].title}</h3>
          <p>
            Received on {dayInWords(receivedAt)},{" "}
            {concludedAt === undefined
              ? `to be answered by ${dayInWords(dueBy)}`
              : `concluded on ${dayInWords(concludedAt)}`}
            . {reference === request.reference ? "This copy is the answer." : waitingFor(status)}
          </p>
          <p class="soft">
            Reference <InFours text={reference} />
          </p>
        </li>
      ))}
    </ul>
  );
}
