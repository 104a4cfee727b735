import type { ComponentChildren } from "preact";
import type { Controller } from "../../policy/controller.ts";
import { BUNDLE_CSP, bundleStyle } from "./style.ts";

interface DocumentProps {
  readonly controller: Controller;
  /** The heading of the page; in the window's title too. */
  readonly title: string;
  /** The way from the page to the top of the bundle: "" or "../". */
  readonly top: "" | "../";
  /** Which of the two pages that are always there it is. */
  readonly here?: "index.html" | "about.html";
  readonly children: ComponentChildren;
}

/** What every page of a bundle has. It is read from a disk, without a net: no script, nothing loaded, relative links. */
export function Document({ controller, title, top, here, children }: DocumentProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={BUNDLE_CSP} />
        <meta name="referrer" content="no-referrer" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – ${controller.name}`}</title>
        <style>{bundleStyle}</style>
      </head>
      <body>
        <header>
          <nav aria-label="This copy">
            <ul>
              <PageLink top={top} name="index.html" title="Contents" here={here} />
              <PageLink top={top} name="about.html" title="About your data" here={here} />
            </ul>
          </nav>
        </header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
        <footer>
          <address>
            <strong>{controller.name}</strong>
            <br />
            {controller.address}
            <br />
            <a href={`mailto:${controller.email}`}>{controller.email}</a>
          </address>
        </footer>
      </body>
    </html>
  );
}

interface PageLinkProps extends Pick<DocumentProps, "top" | "here"> {
  readonly name: "index.html" | "about.html";
  readonly title: string;
}

const PageLink = ({ top, name, title, here }: PageLinkProps) => (
  <li>
    <a href={`${top}${name}`} aria-current={here === name ? "page" : undefined}>
      {title}
    </a>
  </li>
);
