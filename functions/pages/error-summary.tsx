import type { FieldProblem } from "../policy/form.ts";
import { fieldId } from "./field.tsx";

/** What is wrong, at the top of the page and in focus, each entry a link to its field. */
export function ErrorSummary(props: {
  readonly problems: readonly FieldProblem[];
  /** The names of the fields that are on the page. */
  readonly fields: ReadonlySet<string>;
}) {
  if (props.problems.length === 0) return null;
  return (
    <div class="summary" role="alert" tabIndex={-1} autofocus aria-labelledby="summary-title">
      <h2 id="summary-title">Nothing was sent yet</h2>
      <ul>
        {props.problems.map(({ field, detail }) => (
          <li key={`${field} ${detail}`}>
            {props.fields.has(field) ? <a href={`#${fieldId(field)}`}>{detail}</a> : detail}
          </li>
        ))}
      </ul>
    </div>
  );
}
