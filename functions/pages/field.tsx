import { attachmentExtensions, inMebibytes } from "../policy/attachment.ts";
import type { Consent, Field, TextField } from "../policy/form.ts";

/** The id that an entry of the error summary links to. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

interface FieldRowProps {
  readonly field: Field;
  readonly value: string | undefined;
  readonly problem: string | undefined;
}

/** One question: its label, why it is asked, what is wrong with the answer, and the control, tied together. */
export function FieldRow({ field, value, problem }: FieldRowProps) {
  const id = fieldId(field.name);
  return (
    <div class={problem === undefined ? "field" : "field wrong"}>
      <label for={id}>
        {field.label}
        {field.required ? null : <span class="optional"> (optional)</span>}
      </label>
      <p class="why" id={`${id}-why`}>
        {field.why} {limitInWords(field)}
      </p>
      <Problem id={id} problem={problem} />
      <Control field={field} value={value} problem={problem} />
    </div>
  );
}

/** One box of consent. Ticked only where the person had ticked it and the page comes back. */
export function ConsentRow(props: {
  readonly consent: Consent;
  readonly ticked: boolean;
  readonly problem: string | undefined;
}) {
  const { consent, ticked, problem } = props;
  const id = fieldId(consent.name);
  return (
    <div class={problem === undefined ? "consent" : "consent wrong"}>
      <Problem id={id} problem={problem} />
      <div class="tick">
        <input
          type="checkbox"
          id={id}
          name={consent.name}
          value="yes"
          checked={ticked}
          required={consent.required}
          {...described(problem === undefined ? [] : [`${id}-error`], problem)}
        />
        <label for={id}>
          {consent.wording}
          {consent.required ? null : <span class="optional"> (optional)</span>}
        </label>
      </div>
    </div>
  );
}

function Problem({ id, problem }: { readonly id: string; readonly problem: string | undefined }) {
  if (problem === undefined) return null;
  return (
    <p class="problem" id={`${id}-error`}>
      <span class="unseen">Error: </span>
      {problem}
    </p>
  );
}

function Control({ field, value, problem }: FieldRowProps) {
  const id = fieldId(field.name);
  const same = {
    id,
    name: field.name,
    required: field.required,
    ...described(problem === undefined ? [`${id}-why`] : [`${id}-why`, `${id}-error`], problem),
  };
  switch (field.kind) {
    case "choice":
      return (
        <select {...same} autocomplete={field.autocomplete}>
          <option value="">Choose …</option>
          {field.choices.map((choice) => (
            <option key={choice.value} value={choice.value} selected={choice.value === value}>
              {choice.label}
            </option>
          ))}
        </select>
      );
    case "long-text":
      return (
        <textarea {...same} rows={8} autocomplete={field.autocomplete}>
          {value}
        </textarea>
      );
    case "file":
      return <input type="file" {...same} accept={attachmentExtensions} />;
    case "date":
      return <input type="date" {...same} autocomplete={field.autocomplete} value={value} />;
    default:
      return <input {...same} {...typing[field.kind]} autocomplete={field.autocomplete} value={value} />;
  }
}

/** No `type="url"`: some keyboards hide the letters an address may hold. No `maxlength`: it cuts a paste in silence. */
const typing: Readonly<Record<Exclude<TextField["kind"], "long-text">, object>> = {
  text: { type: "text" },
  email: { type: "email", spellcheck: false, autocapitalize: "none" },
  tel: { type: "tel" },
  url: { type: "text", inputMode: "url", spellcheck: false, autocapitalize: "none" },
};

function described(ids: readonly string[], problem: string | undefined) {
  return {
    ...(ids.length === 0 ? {} : { "aria-describedby": ids.join(" ") }),
    ...(problem === undefined ? {} : { "aria-invalid": "true" as const }),
  };
}

function limitInWords(field: Field): string {
  if (field.kind === "file") return `At most ${inMebibytes(field.maxBytes)}.`;
  if (field.kind === "long-text") return `At most ${field.maxLength.toLocaleString("en-GB")} characters.`;
  return "";
}
