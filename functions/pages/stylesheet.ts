/** One accent, system typefaces, both colour schemes; nothing is loaded. Contrast is at least 4.5 : 1 throughout. */
export const stylesheet = `:root {
  color-scheme: light dark;
  --paper: #fbfaf7;
  --sheet: #ffffff;
  --ink: #1d2021;
  --soft: #575c5e;
  --line: #d9d6ce;
  --edge: #7a7f80;
  --accent: #12594f;
  --on-accent: #ffffff;
  --tint: #eaf1ee;
  --wrong: #a3261a;
  --focus: #b8860b;
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181a;
    --sheet: #1c2022;
    --ink: #e9e7e1;
    --soft: #a9afb0;
    --line: #34393b;
    --edge: #81888a;
    --accent: #8fd0c0;
    --on-accent: #10211d;
    --tint: #1d2a28;
    --wrong: #ff9d8f;
    --focus: #f0c14b;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { font: 100%/1.55 var(--sans); -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word; }
.masthead, main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
.masthead { padding-top: 1.25rem; padding-bottom: 1rem; }
.masthead a { color: var(--soft); text-decoration: none; font-size: 0.95rem; }
.masthead a:hover { color: var(--accent); text-decoration: underline; }
main { padding-top: 1.5rem; padding-bottom: 4rem; }
main:focus { outline: none; }
h1, h2 { font-family: var(--serif); line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(1.9rem, 1.5rem + 2vw, 2.6rem); font-weight: 600; margin: 0 0 1rem; max-width: 22em; }
h2 { font-size: 1.4rem; font-weight: 600; margin: 2.75rem 0 0.75rem; }
p, ul, dl { margin: 0 0 1rem; }
p, main ul { max-width: 38rem; }
.lead { font-size: 1.125rem; margin-bottom: 1.5rem; }
a { color: var(--accent); text-underline-offset: 0.15em; text-decoration-thickness: from-font; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--sheet); padding: 0.5rem 1rem; z-index: 1; }
.unseen {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}

.entries { list-style: none; padding: 0; margin: 1rem 0 0; max-width: none; display: grid; gap: 0 2.5rem; }
.entries li { padding: 1rem 0; border-top: 1px solid var(--line); }
.entries a { display: inline-block; font-weight: 600; font-size: 1.0625rem; padding: 0.15rem 0; }
.entries p { color: var(--soft); margin: 0.15rem 0 0; }
.schedule { list-style: none; padding: 0; }
.schedule li { padding: 1.25rem 0 0.5rem; border-top: 1px solid var(--line); }
.schedule h2 { font-size: 1.2rem; margin: 0 0 0.35rem; }
.schedule h2::first-letter { text-transform: uppercase; }
.schedule p { margin-bottom: 0.35rem; }

.beside { display: grid; gap: 2rem; }
aside { background: var(--tint); border-left: 3px solid var(--accent); padding: 1rem 1.25rem; font-size: 0.9375rem; }
aside dl { margin: 0; }
dt { font-weight: 600; }
dd { margin: 0 0 0.75rem; }
aside dd:last-child { margin-bottom: 0; }
.facts { border-top: 1px solid var(--line); max-width: 38rem; margin: 1.5rem 0 2rem; }
.facts dt { color: var(--soft); font-weight: 400; font-size: 0.9375rem; padding-top: 0.75rem; }
.facts dd { border-bottom: 1px solid var(--line); margin: 0; padding-bottom: 0.75rem; }
.outcomes { max-width: 38rem; margin: 0 0 1.5rem; }
.outcomes div { padding: 0.75rem 0; border-top: 1px solid var(--line); }
.outcomes dd { margin: 0.15rem 0 0; padding-left: 1rem; text-indent: -1rem; }
.reference { font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; font-weight: 600; }

form { max-width: 38rem; }
form + p, form + form { margin-top: 1.5rem; }
section + p { margin-top: 2.75rem; }
.field { margin: 0 0 1.75rem; }
label, legend { font-weight: 600; }
.optional { font-weight: 400; color: var(--soft); }
.why, .hint { color: var(--soft); font-size: 0.9375rem; margin: 0.15rem 0 0.5rem; }
.hint { margin-bottom: 1.5rem; }
input, select, textarea, button { font: inherit; color: inherit; }
input:not([type="checkbox"]), select, textarea {
  display: block; width: 100%; min-height: 2.875rem; padding: 0.6rem 0.75rem; background: var(--sheet);
  border: 1px solid var(--edge); border-radius: 4px;
}
input[type="date"], .code { max-width: 16rem; }
input[type="file"] { padding: 0.55rem; }
.code { font-family: ui-monospace, Consolas, "Liberation Mono", monospace; letter-spacing: 0.08em; }
.code[name="reference"] { max-width: 20rem; }
textarea { resize: vertical; }
fieldset { border: 0; border-top: 1px solid var(--line); margin: 2.25rem 0; padding: 1.25rem 0 0; min-width: 0; }
legend { font-family: var(--serif); font-size: 1.2rem; padding: 0 0.75rem 0 0; }
fieldset > :last-child { margin-bottom: 0; }
.consent { margin-bottom: 1rem; }
.tick { display: grid; grid-template-columns: auto 1fr; gap: 0.75rem; align-items: start; }
.tick label { font-weight: 400; }
.tick input { width: 1.5rem; height: 1.5rem; margin: 0.05rem 0 0; accent-color: var(--accent); }
button {
  min-height: 3rem; padding: 0.65rem 1.75rem; border: 1px solid var(--accent); border-radius: 4px;
  background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer;
}
button:hover { filter: brightness(1.12); }
button.quiet { background: transparent; color: var(--accent); }
button.quiet:hover { background: var(--tint); filter: none; }

.wrong { border-left: 3px solid var(--wrong); padding-left: 1rem; }
.problem { color: var(--wrong); font-weight: 600; margin: 0 0 0.5rem; }
.wrong input:not([type="checkbox"]), .wrong select, .wrong textarea { border: 2px solid var(--wrong); }
.summary { max-width: 38rem; border: 2px solid var(--wrong); border-radius: 4px; padding: 1rem 1.25rem; margin: 0 0 2rem; }
.summary h2 { margin: 0 0 0.5rem; font-size: 1.2rem; }
.summary ul { margin: 0; padding-left: 1.25rem; }
.summary li { padding: 0.15rem 0; }
.summary a { color: var(--wrong); }
.notice { background: var(--tint); border-left: 3px solid var(--accent); padding: 0.75rem 1.25rem; }

footer { color: var(--soft); font-size: 0.9375rem; padding-bottom: 3rem; display: grid; gap: 1.5rem; }
footer::before { content: ""; border-top: 1px solid var(--line); }
address { font-style: normal; max-width: 34rem; }
footer ul { list-style: none; margin: 0; padding: 0; }
footer li { padding: 0.2rem 0; }

@media (min-width: 50rem) {
  .entries { grid-template-columns: 1fr 1fr; }
  .beside { grid-template-columns: minmax(0, 38rem) minmax(14rem, 1fr); gap: 3.5rem; align-items: start; }
  .beside > form { order: -1; }
  .beside > aside { position: sticky; top: 1.5rem; }
  .facts { display: grid; grid-template-columns: 11rem 1fr; }
  .facts dt { border-bottom: 1px solid var(--line); padding-bottom: 0.75rem; }
  .facts dd { padding-top: 0.75rem; }
  footer { grid-template-columns: 1fr auto; }
  footer::before { grid-column: 1 / -1; }
}
@media print {
  :root { --paper: #fff; --sheet: #fff; --ink: #000; --soft: #333; --accent: #000; --tint: #fff; }
  html { font-size: 11pt; }
  button, .skip, footer nav { display: none; }
  .field, .entries li, .schedule li, dl { break-inside: avoid; }
}
`;
