import { momentInWords } from "../policy/days.ts";
import { sizeInWords } from "../policy/download.ts";
import { EraseCopyForm } from "./erase-copy.tsx";

/** The copy that waits to be fetched, as a page says it. */
export interface CopyToFetch {
  /** ISO instant. */
  readonly expiresAt: string;
  readonly bytes: number;
  /** The titles of the holders that could not be read. */
  readonly missing: readonly string[];
}

/** On the page of a request: the way to the copy, and the way to have it erased at once. */
export function CopySection({ copy }: { readonly copy: CopyToFetch }) {
  return (
    <>
      <section aria-labelledby="copy">
        <h2 id="copy">Your copy</h2>
        <AboutCopy copy={copy} />
        <p>To hand it out to nobody but you, we first send a code to the e-mail address of your request.</p>
        <AskForCode label="Send me a code" />
        <p>
          Have you got one already? <a href="/request/download">Type it in</a>
        </p>
      </section>
      <section aria-labelledby="erase-copy">
        <h2 id="erase-copy">Erase the copy</h2>
        <p>You need not wait for its day. What the copy was made from stays as it is.</p>
        <EraseCopyForm />
      </section>
    </>
  );
}

/** How large it is, until when it is there, and what is not in it. */
export function AboutCopy({ copy }: { readonly copy: CopyToFetch }) {
  return (
    <>
      <p>
        It is ready: one file (ZIP) of {sizeInWords(copy.bytes)}. You can fetch it until{" "}
        {momentInWords(copy.expiresAt)}; then it is erased.
      </p>
      {copy.missing.length === 0 ? null : (
        <>
          <p>
            It is not complete. This could not be read, although we tried several times; a person of ours
            knows of it, and you can write to us.
          </p>
          <ul>
            {copy.missing.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

export function AskForCode({ label }: { readonly label: string }) {
  return (
    <form method="post" action="/request/download">
      <button type="submit">{label}</button>
    </form>
  );
}
