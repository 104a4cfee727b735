import type { CaliforniaAnswer } from "./data-schema.ts";

const aboutYou: Readonly<Record<CaliforniaAnswer["aboutYou"], string>> = {
  collected: "Yes, and we still hold it.",
  "by-device":
    "We cannot tell: our website may collect it from a device, but nowhere under an address or a name.",
  "not-found": "No, as far as we hold anything about you.",
};

const yesOrNo = (is: boolean) => (is ? "Yes" : "No");

/** The table of the notice, told of one person. A list, not a table: it is read on a phone. */
export function CaliforniaList({ answers }: { readonly answers: readonly CaliforniaAnswer[] }) {
  return (
    <ul class="rows">
      {answers.map((answer) => (
        <li key={answer.category}>
          <h3>{answer.title}</h3>
          <dl class="facts">
            <dt>Collected about you</dt>
            <dd>{aboutYou[answer.aboutYou]}</dd>
            <dt>Collected by us at all</dt>
            <dd>{yesOrNo(answer.collected)}</dd>
            <dt>Disclosed for a business purpose</dt>
            <dd>{yesOrNo(answer.disclosed)}</dd>
            <dt>Sold</dt>
            <dd>No</dd>
            <dt>Shared for advertising</dt>
            <dd>
              {answer.sharedForAdvertising
                ? "What advertising partners read from a device on our website, unless you opt out; nothing that you send us with a form"
                : "No"}
            </dd>
            <Lines title="From" lines={answer.sources} />
            <Lines title="What for" lines={answer.purposes} />
            <Lines title="Who may get it" lines={answer.disclosedTo} />
          </dl>
          <p class="soft">Cal. Civ. Code {answer.citation}</p>
        </li>
      ))}
    </ul>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <dt>{title}</dt>
      <dd>
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </dd>
    </>
  );
}
