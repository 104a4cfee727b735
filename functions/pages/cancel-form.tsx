interface CancelFormProps {
  /** The token of the status link where there is no session; it goes back hidden. */
  readonly token?: string | undefined;
  /** True where the browser is not the one that sent the form: mail scanners press buttons, but tick no boxes. */
  readonly askSure: boolean;
  /** True where it was sent without the tick. */
  readonly missed?: boolean;
}

/** Cancels a request: one click in the browser that made it, a tick and a click in any other. */
export function CancelForm({ token, askSure, missed = false }: CancelFormProps) {
  return (
    <form method="post" action="/request/cancel">
      {token === undefined ? null : <input type="hidden" name="token" value={token} />}
      {askSure ? <SureBox missed={missed} /> : null}
      <button type="submit" class="quiet">
        Cancel my request
      </button>
    </form>
  );
}

function SureBox({ missed }: { readonly missed: boolean }) {
  return (
    <div class={missed ? "field wrong" : "field"}>
      {missed ? (
        <p class="problem" id="field-sure-error">
          <span class="unseen">Error: </span>
          Please tick the box, so that we know that a person presses the button.
        </p>
      ) : null}
      {/* Tells this form, sent without the tick, from the button that never asked for one. */}
      <input type="hidden" name="asked" value="yes" />
      <div class="tick">
        <input
          id="field-sure"
          type="checkbox"
          name="sure"
          value="yes"
          required
          {...(missed ? { "aria-invalid": "true" as const, "aria-describedby": "field-sure-error" } : {})}
        />
        <label for="field-sure">Yes, I am sure that I want to cancel my request.</label>
      </div>
    </div>
  );
}
