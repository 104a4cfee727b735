import type { JSX } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Controller } from "../policy/controller.ts";
import type { Block, Words } from "./letter.ts";

// Mail programs drop style sheets, so the styles are inline. No colours but the button's: the reader's own, light or
// dark, stay. Nothing is loaded from anywhere: a remote picture would tell when and where the letter is read.
const styles = {
  page: "max-width:36rem;margin:0 auto;padding:1.5rem;font:16px/1.5 system-ui,sans-serif",
  button:
    "display:inline-block;padding:0.75rem 1.5rem;border-radius:6px;background:#1d4f91;color:#ffffff;text-decoration:none;font-weight:600",
  link: "font-size:0.875rem;word-break:break-all",
  code: "font:600 1.5rem/1.5 ui-monospace,monospace;letter-spacing:0.15em",
  footer: "margin-top:2rem;padding-top:1rem;border-top:1px solid #888888;font-size:0.875rem",
} as const;

/** The letter as a whole HTML document. Everything is escaped by preact. */
export function asHtml(words: Words, controller: Controller): string {
  const document = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>{words.subject}</title>
      </head>
      <body style={styles.page}>
        {words.blocks.map(blockAsHtml)}
        <div style={styles.footer}>
          <p>{words.why}</p>
          <p>
            {controller.name}
            <br />
            {controller.address}
            <br />
            <a href={`mailto:${controller.email}`}>{controller.email}</a>
          </p>
        </div>
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(document)}\n`;
}

function blockAsHtml(block: Block): JSX.Element {
  switch (block.kind) {
    case "paragraph":
      return <p>{block.text}</p>;
    case "button":
      return (
        <>
          <p>
            <a href={block.href} style={styles.button}>
              {block.label}
            </a>
          </p>
          <p style={styles.link}>
            Or copy this address: <a href={block.href}>{block.href}</a>
          </p>
        </>
      );
    case "link":
      return (
        <p style={styles.link}>
          {block.label}: <a href={block.href}>{block.href}</a>
        </p>
      );
    case "list":
      return (
        <ul>
          {block.items.map((item) => (
            <li>{item}</li>
          ))}
        </ul>
      );
    case "code":
      return (
        <p>
          {block.label}:<br />
          <span style={styles.code}>{block.code}</span>
        </p>
      );
    case "facts":
      return (
        <p>
          {block.rows.map(([name, value]) => (
            <>
              {name}: <strong>{value}</strong>
              <br />
            </>
          ))}
        </p>
      );
  }
}
