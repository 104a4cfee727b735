import type { Controller } from "../policy/controller.ts";
import { dayInWords, momentInWords } from "../policy/days.ts";
import type { Outcomes } from "../policy/outcomes.ts";
import { type Right, rights } from "../policy/rights.ts";
import { CancelForm } from "./cancel-form.tsx";
import { CopySection, type CopyToFetch } from "./copy-section.tsx";
import { Layout } from "./layout.tsx";
import { OutcomeList } from "./outcome-list.tsx";
import { InFours } from "./reference.tsx";

export interface StatusPageProps {
  readonly controller: Controller;
  readonly request: {
    readonly reference: string;
    readonly right: Right;
    /** A whole sentence: how it stands and who must act. */
    readonly status: string;
    /** ISO date or instant. */
    readonly receivedAt: string;
    /** ISO date; the day is shown while the request is open. */
    readonly dueBy: string;
    /** As in `regimeNames`: "the GDPR of the European Union". */
    readonly regimeName: string;
    /** What happens next, in a sentence or two. */
    readonly explanation?: string | undefined;
    /** ISO instant; the person can cancel until then, and perhaps a little longer. */
    readonly coolingOffEnds?: string | undefined;
    /** How it can be cancelled; absent where it cannot. */
    readonly cancel?: { readonly askSure: boolean } | undefined;
    /** ISO instant: when it was completed, refused or cancelled. */
    readonly concludedAt?: string | undefined;
    readonly outcomes?: Outcomes | undefined;
    /** Why it was refused: whole sentences, and where it is written. */
    readonly refusal?: { readonly words: string; readonly citation: string } | undefined;
    /** Whether there is a receipt to fetch. */
    readonly receipt?: boolean;
    /** The copy that waits to be fetched. */
    readonly copy?: CopyToFetch | undefined;
    /** What became of sending it to another controller: whole sentences. */
    readonly sent?: string | undefined;
    /** To whom one can complain; said with a refusal and with what was kept. */
    readonly complaint?:
      | { readonly words: string; readonly authority?: { readonly name: string; readonly link: string } }
      | undefined;
  };
}

export function StatusPage({ controller, request }: StatusPageProps) {
  const { cancel, coolingOffEnds, outcomes, refusal, complaint } = request;
  return (
    <Layout controller={controller} title={rights[request.right].title} byLink="show-request">
      <p class="lead">{request.status}</p>
      {request.explanation === undefined ? null : <p>{request.explanation}</p>}
      {refusal === undefined ? null : (
        <p>
          {refusal.words} ({refusal.citation})
        </p>
      )}
      <Facts request={request} />
      {cancel === undefined ? null : (
        <section aria-labelledby="cancel">
          <h2 id="cancel">Cancel it</h2>
          <p>
            {coolingOffEnds === undefined
              ? "Nothing has been done yet, and you can still cancel it."
              : `Nothing happens before ${momentInWords(coolingOffEnds)}. Until then you can cancel it; after that it cannot be undone.`}
          </p>
          <CancelForm askSure={cancel.askSure} />
        </section>
      )}
      {request.copy === undefined ? null : <CopySection copy={request.copy} />}
      {request.sent === undefined ? null : <p>{request.sent}</p>}
      {outcomes === undefined ? null : <OutcomeList outcomes={outcomes} right={request.right} />}
      {request.receipt ? <Receipt /> : null}
      {complaint === undefined ? null : (
        <section aria-labelledby="complain">
          <h2 id="complain">If you disagree</h2>
          <p>
            {complaint.words}
            {complaint.authority === undefined ? null : (
              <>
                {" "}
                <a href={complaint.authority.link}>{complaint.authority.name}</a>
              </>
            )}
          </p>
        </section>
      )}
      <p>
        Questions? Write to <a href={`mailto:${controller.email}`}>{controller.email}</a> and give the
        reference.
      </p>
    </Layout>
  );
}

function Facts({ request }: Pick<StatusPageProps, "request">) {
  return (
    <dl class="facts">
      <dt>Reference</dt>
      <dd>
        <InFours text={request.reference} />
      </dd>
      <dt>Received on</dt>
      <dd>{dayInWords(request.receivedAt)}</dd>
      {request.concludedAt === undefined ? (
        <>
          <dt>Answered by</dt>
          <dd>{dayInWords(request.dueBy)}, at the latest</dd>
        </>
      ) : (
        <>
          <dt>Concluded on</dt>
          <dd>{dayInWords(request.concludedAt)}</dd>
        </>
      )}
      <dt>Law</dt>
      <dd>We answer under {request.regimeName}.</dd>
    </dl>
  );
}

function Receipt() {
  return (
    <section aria-labelledby="receipt">
      <h2 id="receipt">Receipt</h2>
      <p>
        <a href="/request/receipt" download>
          Save the receipt
        </a>
        , a signed statement that anyone can check: it says what was done and when, and nothing about who you
        are. Whoever knows our <a href="/.well-known/jwks.json">public key</a> can verify its signature (JWS,
        ES256) with any program that does so, without asking us.
      </p>
    </section>
  );
}
