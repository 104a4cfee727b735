import type { Controller } from "../policy/controller.ts";
import { dayInWords, momentInWords } from "../policy/days.ts";
import { Layout } from "./layout.tsx";
import { ReferenceFact } from "./reference.tsx";

/** With a tick in any browser: mail scanners press buttons, and tick no boxes. */
export function EraseCopyForm({ missed = false }: { readonly missed?: boolean }) {
  return (
    <form method="post" action="/request/download/erase">
      <div class={missed ? "field wrong" : "field"}>
        {missed ? (
          <p class="problem" id="field-sure-copy-error">
            <span class="unseen">Error: </span>
            Please tick the box, so that we know that a person presses the button.
          </p>
        ) : null}
        <div class="tick">
          <input
            id="field-sure-copy"
            type="checkbox"
            name="sure"
            value="yes"
            required
            {...(missed
              ? { "aria-invalid": "true" as const, "aria-describedby": "field-sure-copy-error" }
              : {})}
          />
          <label for="field-sure-copy">Yes, I do not need this copy any more.</label>
        </div>
      </div>
      <button type="submit" class="quiet">
        Erase this copy now
      </button>
    </form>
  );
}

export function SureEraseCopyPage({ controller }: { readonly controller: Controller }) {
  return (
    <Layout controller={controller} title="Erase the copy?" mark="Error">
      <p class="lead">Mail programs press buttons by themselves. So please say that you mean it.</p>
      <EraseCopyForm missed />
      <p>
        If you want to keep it until its day, <a href="/request">go back to your request</a>: nothing has
        changed.
      </p>
    </Layout>
  );
}

interface ErasedProps {
  readonly controller: Controller;
  readonly reference: string;
}

/** Also after a second click: it is gone, and that is all there is to know. */
export function CopyErasedPage({ controller, reference }: ErasedProps) {
  return (
    <Layout controller={controller} title="The copy is erased">
      <p class="lead">
        Nobody can fetch it any more. What it was made from stays as it is, until its own day comes or you
        have it erased.
      </p>
      <ReferenceFact reference={reference} />
      <p>
        <a href="/request">Back to your request</a>, or to <a href="/#rights">your rights</a>: you can ask for
        a new copy at any time.
      </p>
    </Layout>
  );
}

interface HeldProps extends ErasedProps {
  /** "because of a legal claim (GDPR 17(3)(e))" */
  readonly why: string;
  /** ISO date on which it is looked at again. */
  readonly until: string;
  /** ISO instant until which it can be fetched; absent where that is over. */
  readonly expiresAt?: string | undefined;
}

/** The other side of the guard: there is a reason to keep it. */
export function CopyHeldPage({ controller, reference, why, until, expiresAt }: HeldProps) {
  return (
    <Layout controller={controller} title="The copy is kept for now">
      <p class="lead">
        We cannot erase it, {why}. On {dayInWords(until)} we look at it again, and erase it unless the reason
        still holds.
      </p>
      <p>
        {expiresAt === undefined
          ? "Nobody can fetch it any more."
          : `Nothing has changed for you: you can still fetch it until ${momentInWords(expiresAt)}. After that nobody can.`}
      </p>
      <ReferenceFact reference={reference} />
      <p>
        Do you think that this is wrong? Write to{" "}
        <a href={`mailto:${controller.email}`}>{controller.email}</a> and give the reference.
      </p>
    </Layout>
  );
}
