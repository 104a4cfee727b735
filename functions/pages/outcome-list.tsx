import type { Outcomes } from "../policy/outcomes.ts";
import {
  ABOUT_WHAT_IS_KEPT,
  keepsSomething,
  outcomesInWords,
  resultInWords,
} from "../policy/outcomes-in-words.ts";
import type { Right } from "../policy/rights.ts";

/** What was done, kind by kind, in the words of the last letter. */
export function OutcomeList(props: { readonly outcomes: Outcomes; readonly right: Right }) {
  const { outcomes, right } = props;
  return (
    <section aria-labelledby="outcome">
      <h2 id="outcome">What was done</h2>
      <p>{resultInWords(outcomes, right)}</p>
      <dl class="outcomes">
        {outcomesInWords(outcomes).map(({ title, lines }) => (
          <div key={title}>
            <dt>{title}</dt>
            {lines.map((line) => (
              <dd key={line}>{line}</dd>
            ))}
          </div>
        ))}
      </dl>
      {outcomes.some(keepsSomething) ? <p>{ABOUT_WHAT_IS_KEPT}</p> : null}
    </section>
  );
}
