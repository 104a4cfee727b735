/** A reference or code in fours, as it is read aloud; hyphens it came with do not matter. */
export function InFours({ text }: { readonly text: string }) {
  return <span class="reference">{text.replaceAll("-", "").replace(/(.{4})(?=.)/g, "$1-")}</span>;
}

/** The reference, where it is the one fact of a page. */
export function ReferenceFact({ reference }: { readonly reference: string }) {
  return (
    <dl class="facts">
      <dt>Reference</dt>
      <dd>
        <InFours text={reference} />
      </dd>
    </dl>
  );
}
