import type { ComponentChildren } from "preact";
import type { Controller } from "../policy/controller.ts";
import { dayInWords } from "../policy/days.ts";
import { ByLink, type LinkPurpose } from "./by-link.tsx";

export interface LayoutProps {
  readonly controller: Controller;
  /** The heading of the page; in the window's title too, before the controller's name. */
  readonly title: string;
  /** Words before the title where something went wrong, so that a screen reader says it first. */
  readonly mark?: "Error";
  /** What a fragment in the page's address is for; these pages have the script that takes it. */
  readonly byLink?: LinkPurpose;
  /** True where files are chosen: with the script that adds up their sizes. */
  readonly files?: boolean;
  readonly children: ComponentChildren;
}

/** What every page has: who asks, where the notice is, and a way to the first page. */
export function Layout({ controller, title, mark, byLink, files = false, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${mark === undefined ? "" : `${mark}: `}${title} – ${controller.name}`}</title>
        <link rel="stylesheet" href="/assets/style.css" />
        <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
        {byLink === undefined ? null : <script src="/assets/fragment.js" defer />}
        {files ? <script src="/assets/files.js" defer /> : null}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="masthead">
          <a href="/">{controller.name}</a>
        </header>
        <main id="main" tabIndex={-1}>
          {byLink === undefined ? null : <ByLink controller={controller} purpose={byLink} />}
          <div data-without-fragment>
            <h1>{title}</h1>
            {children}
          </div>
        </main>
        <Footer controller={controller} />
      </body>
    </html>
  );
}

function Footer({ controller }: { readonly controller: Controller }) {
  return (
    <footer>
      <address>
        <strong>{controller.name}</strong>
        <br />
        {controller.address}
        <br />
        <a href={`mailto:${controller.email}`}>{controller.email}</a>
      </address>
      <nav aria-label="Privacy">
        <ul>
          <li>
            <a href="/#rights">Your rights</a>
          </li>
          <li>
            <a href="/retention">How long we keep what</a>
          </li>
          <li>
            <Notice controller={controller} />
          </li>
        </ul>
      </nav>
    </footer>
  );
}

/** The notice by the day it took effect, with a link where it has been published. */
export function Notice({ controller }: { readonly controller: Controller }) {
  const words = `Privacy notice of ${dayInWords(controller.noticeVersion)}`;
  return controller.noticeUrl === undefined ? (
    <span>{words}</span>
  ) : (
    <a href={controller.noticeUrl}>{words}</a>
  );
}
