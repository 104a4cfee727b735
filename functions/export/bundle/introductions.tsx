import { dayInWords } from "../../policy/days.ts";
import type { ExportRight } from "../../policy/export-contents.ts";
import type { Outline } from "./outline.ts";

/** The heading of the first page, by right. */
export const headings: Readonly<Record<ExportRight, string>> = {
  access: "A copy of your data",
  portability: "Your data to take with you",
  know: "What we have collected about you",
  "know-categories": "The kinds of data that we collect about you",
  confirm: "Whether we hold data about you",
};

export const introductions: Readonly<Record<ExportRight, string>> = {
  access:
    "This is everything we hold about you. You can read it here, open it in a spreadsheet, or give it to a program. Nothing in it needs the internet.",
  portability:
    "This is what you gave us yourself, in forms that programs read: one file with everything, and a table of each kind. What came with your address and was never confirmed is not here, as anybody can have sent it; a copy by the right of access has it.",
  know: "These are the pieces of personal information that we have collected about you and still hold, however old they are.",
  "know-categories":
    "These are the kinds of personal information that we collected about you, from where, why, and who gets them. The pieces themselves are not here; you can ask for them as well.",
  confirm: "You asked whether we hold personal data about you. Here is the answer, with numbers.",
};

interface YesOrNoProps {
  readonly outline: Outline;
  readonly since: string | undefined;
}

/** GDPR 15(1): "confirmation as to whether or not". Never a plain no where we could not look everywhere. */
export function YesOrNo({ outline: { held, heldHere, missing }, since }: YesOrNoProps) {
  const from = since === undefined ? "" : ` from ${dayInWords(since)} on`;
  const no =
    missing.length === 0
      ? `No. We hold no personal data about you${from}.`
      : `We have found no personal data about you${from}, but we could not look everywhere.`;
  return (
    <div class="notice">
      <p>
        <strong>{heldHere ? `Yes. We hold personal data about you${from}.` : no}</strong>
      </p>
      {held && !heldHere ? <p>We do hold older data about you, from before that day.</p> : null}
      {heldHere ? null : (
        <p>
          What is listed below is there only because you asked: this request, its letters and its links. It
          goes by itself.
        </p>
      )}
    </div>
  );
}
