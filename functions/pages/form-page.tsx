import { gateFields } from "../policy/age-gate.ts";
import { attachmentsMaxBytes, inMebibytes } from "../policy/attachment.ts";
import type { Controller } from "../policy/controller.ts";
import type { Field, FieldProblem, Form } from "../policy/form.ts";
import { keptFor, scheduleOf } from "../policy/retention-schedule.ts";
import { Right } from "../policy/rights.ts";
import { proofFor } from "../policy/verification-matrix.ts";
import { ErrorSummary } from "./error-summary.tsx";
import { ConsentRow, FieldRow } from "./field.tsx";
import { lawfulBasisWords } from "./lawful-basis.ts";
import { Layout, Notice } from "./layout.tsx";

export interface FormPageProps {
  readonly controller: Controller;
  readonly form: Form;
  /** The path that the form posts to. */
  readonly action: string;
  /** What was sent before, when the page comes back with problems. */
  readonly values?: Readonly<Record<string, string | undefined>>;
  readonly problems?: readonly FieldProblem[];
}

/** A form or a rights form, empty or with what was wrong beside each field. */
export function FormPage({ controller, form, action, values = {}, problems = [] }: FormPageProps) {
  const hasFiles = form.fields.some((field) => field.kind === "file");
  const gate = gateFields(form);
  const names = new Set([...form.fields, ...gate, ...form.consents].map(({ name }) => name));
  const problemOf = (name: string) => problems.find(({ field }) => field === name)?.detail;
  const row = (field: Field) => (
    <FieldRow key={field.name} field={field} value={values[field.name]} problem={problemOf(field.name)} />
  );
  return (
    <Layout
      controller={controller}
      title={form.title}
      files={hasFiles}
      {...(problems.length > 0 ? { mark: "Error" } : {})}
    >
      <ErrorSummary problems={problems} fields={names} />
      <p class="lead">{form.introduction}</p>
      <div class="beside">
        <Particulars controller={controller} form={form} />
        {/* The browser's own checks are off: ours come all at once, in the page, and stay. */}
        <form
          method="post"
          action={action}
          noValidate
          {...(hasFiles
            ? { encType: "multipart/form-data" as const, "data-most-bytes": attachmentsMaxBytes }
            : {})}
        >
          {hasFiles ? <AboutFiles again={problems.length > 0} /> : null}
          {form.fields.map(row)}
          {gate.length === 0 ? null : (
            <fieldset>
              <legend>Your age</legend>
              {gate.map(row)}
            </fieldset>
          )}
          {form.consents.length === 0 ? null : (
            <fieldset>
              <legend>Your consent</legend>
              {form.consents.map((consent) => (
                <ConsentRow
                  key={consent.name}
                  consent={consent}
                  ticked={values[consent.name] === "yes"}
                  problem={problemOf(consent.name)}
                />
              ))}
            </fieldset>
          )}
          {hasFiles ? <TooLarge /> : null}
          <button type="submit">Send</button>
        </form>
      </div>
    </Layout>
  );
}

/** Told where the data are collected (GDPR 13(1)(c), 13(2)(a)). */
function Particulars({ controller, form }: { readonly controller: Controller; readonly form: Form }) {
  return (
    <aside aria-label="What happens with your data">
      <dl>
        <dt>What for</dt>
        <dd>{form.purpose}</dd>
        <dt>Why we may</dt>
        <dd>{lawfulBasisWords[form.lawfulBasis]}</dd>
        <dt>How long</dt>
        <dd>{scheduleOf(controller)[form.retention].words}</dd>
        <dt>Next</dt>
        <dd>{whatComesNext(form, controller)}</dd>
        <dt>More</dt>
        <dd>
          <Notice controller={controller} />
        </dd>
      </dl>
    </aside>
  );
}

/** Rights that need no proof take effect without a click; everything else waits for one. */
function whatComesNext(form: Form, controller: Controller): string {
  const right = Right.safeParse(form.slug);
  return right.success && proofFor(right.data) === "none"
    ? "It is noted as soon as you send it. An e-mail to the address tells you so; you need not do anything more."
    : `An e-mail goes to the e-mail address you give here and asks to confirm. Without a click nothing happens, and what was sent is erased after ${keptFor(controller, "unverified")}.`;
}

/** Shown by the script, before anything is sent. */
function TooLarge() {
  return (
    <p class="problem" role="alert" tabIndex={-1} data-too-large hidden>
      <span class="unseen">Error: </span>
      The files together are larger than {inMebibytes(attachmentsMaxBytes)}. Nothing was sent. Save them
      smaller, for instance as a PDF with smaller pictures, and choose them again.
    </p>
  );
}

function AboutFiles({ again }: { readonly again: boolean }) {
  return (
    <p class="hint">
      All files together may have at most {inMebibytes(attachmentsMaxBytes)}.{" "}
      {again ? "Please choose your files again: a browser does not keep them." : null}
    </p>
  );
}
