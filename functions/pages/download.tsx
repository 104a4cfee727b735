import type { Controller } from "../policy/controller.ts";
import { CodeField } from "./code-fields.tsx";
import { AboutCopy, AskForCode, type CopyToFetch } from "./copy-section.tsx";
import { Layout } from "./layout.tsx";

export type DownloadNotice =
  /** A letter with a code is on its way. */
  | { readonly kind: "sent" }
  | { readonly kind: "wrong" }
  /** The hour's letters are spent. */
  | { readonly kind: "too-often"; readonly seconds: number };

interface DownloadPageProps {
  readonly controller: Controller;
  readonly copy: CopyToFetch;
  readonly notice?: DownloadNotice;
}

/** Where the code is typed and the copy handed out. */
export function DownloadPage({ controller, copy, notice }: DownloadPageProps) {
  const wrong = notice?.kind === "wrong";
  return (
    <Layout controller={controller} title="Fetch your copy" {...(wrong ? { mark: "Error" } : {})}>
      {notice === undefined || wrong ? null : <p class="lead">{whatHappened(notice)}</p>}
      <ByCode wrong={wrong} asked={notice !== undefined} />
      <section aria-labelledby="copy">
        <h2 id="copy">About the copy</h2>
        <AboutCopy copy={copy} />
        <p>
          <a href="/request">Back to your request</a>, where you can also have the copy erased at once.
        </p>
      </section>
    </Layout>
  );
}

function whatHappened(notice: Exclude<DownloadNotice, { kind: "wrong" }>): string {
  if (notice.kind === "sent")
    return "An e-mail with a code is on its way to the address of your request. Type the code here.";
  const minutes = Math.ceil(notice.seconds / 60);
  return `Five e-mails with a code have gone out within an hour, and the newest code is the one that counts. You can ask for another in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
}

function ByCode({ wrong, asked }: { readonly wrong: boolean; readonly asked: boolean }) {
  return (
    <>
      {asked ? null : (
        <>
          <p class="lead">
            To hand the copy out to nobody but you, we send a code to the e-mail address of your request.
          </p>
          <AskForCode label="Send me a code" />
          <h2>If you have a code</h2>
        </>
      )}
      <form method="post" action="/request/download" noValidate>
        <CodeField wrong={wrong} />
        <button type="submit">Download</button>
      </form>
      {asked ? (
        <section aria-labelledby="new-code">
          <h2 id="new-code">If no code has come, or it no longer works</h2>
          <p>Look into the folder for unwanted mail as well. A new code takes the place of the one before.</p>
          <AskForCode label="Send me a new code" />
        </section>
      ) : null}
    </>
  );
}
