interface ReferenceProps {
  /** Known references travel hidden; without one the person copies it from the letter. */
  readonly reference?: string | undefined;
  /** Two forms of a page must not share ids. */
  readonly idPrefix: string;
}

/** Which submission is meant: hidden where it is known, asked for where not. */
export function ReferenceField({ reference, idPrefix }: ReferenceProps) {
  if (reference !== undefined) return <input type="hidden" name="reference" value={reference} />;
  const id = `${idPrefix}-reference`;
  return (
    <div class="field">
      <label for={id}>Reference</label>
      <p class="why" id={`${id}-why`}>
        Sixteen letters and digits. It stands in the e-mail, and on the page after you sent the form.
      </p>
      <input
        id={id}
        class="code"
        type="text"
        name="reference"
        required
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        aria-describedby={`${id}-why`}
      />
    </div>
  );
}

/** The code of the letter. Capitals, spaces and hyphens do not matter (`policy/reference.ts`). */
export function CodeField({ wrong }: { readonly wrong: boolean }) {
  return (
    <div class={wrong ? "field wrong" : "field"}>
      <label for="field-code">Code from the e-mail</label>
      <p class="why" id="field-code-why">
        Eight letters and digits. It is valid for a few minutes; the e-mail says how long.
      </p>
      {wrong ? (
        <p class="problem" id="field-code-error">
          <span class="unseen">Error: </span>
          This code is not right, or its time is over. Look at the newest e-mail and type the code again.
          After five wrong codes a new e-mail is needed.
        </p>
      ) : null}
      <input
        id="field-code"
        class="code"
        type="text"
        name="code"
        required
        autocomplete="one-time-code"
        autocapitalize="characters"
        spellcheck={false}
        aria-describedby={wrong ? "field-code-why field-code-error" : "field-code-why"}
        {...(wrong ? { "aria-invalid": "true" as const } : {})}
      />
    </div>
  );
}
