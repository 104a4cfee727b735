import { createHash } from "node:crypto";

/**
 * The look of a bundle's pages: that of the site, both colour schemes, nothing loaded. It stands in every page, for a
 * file opened from a disk loads nothing under a strict policy; so it is short. No quote, ampersand or less-than sign:
 * then the renderer leaves it as it is, and its digest holds.
 */
export const bundleStyle = `:root{color-scheme:light dark;--paper:#fbfaf7;--sheet:#fff;--ink:#1d2021;--soft:#575c5e;--line:#d9d6ce;--accent:#12594f;--tint:#eaf1ee;--wrong:#a3261a;--focus:#b8860b}
@media (prefers-color-scheme:dark){:root{--paper:#15181a;--sheet:#1c2022;--ink:#e9e7e1;--soft:#a9afb0;--line:#34393b;--accent:#8fd0c0;--tint:#1d2a28;--wrong:#ff9d8f;--focus:#f0c14b}}
*{box-sizing:border-box}
html{font:100%/1.55 system-ui,-apple-system,Segoe UI,Roboto,Noto Sans,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1.25rem;max-width:62rem;background:var(--paper);color:var(--ink);overflow-wrap:anywhere}
h1,h2,h3{font-family:Charter,Bitstream Charter,Sitka Text,Cambria,Georgia,serif;line-height:1.2;text-wrap:balance}
h1{font-size:clamp(1.9rem,1.5rem + 2vw,2.6rem);font-weight:600;margin:1.5rem 0 1rem}
h2{font-size:1.4rem;font-weight:600;margin:2.75rem 0 .75rem}
h3{font-size:1.15rem;font-weight:600;margin:0 0 .35rem}
p,ul,dl{margin:0 0 1rem;max-width:42rem}
.lead{font-size:1.125rem}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
nav ul{list-style:none;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.25rem 1.5rem}
nav a{display:inline-block;padding:.25rem 0}
.missing,.notice{margin:0 0 1.5rem;max-width:42rem}
.missing{border:2px solid var(--wrong);border-radius:4px;padding:1rem 1.25rem}
.missing h2{margin:0 0 .5rem;color:var(--wrong)}
.missing>:last-child,.notice>:last-child{margin-bottom:0}
.notice{background:var(--tint);border-left:3px solid var(--accent);padding:.75rem 1.25rem}
.rows{list-style:none;padding:0}
.rows>li,article{border-top:1px solid var(--line);padding:1rem 0 .25rem}
.rows p,.rows ul{margin-bottom:.35rem}
article h2{font-size:1.15rem;margin:0 0 .5rem}
.links a{display:inline-block;padding:.25rem 0;margin-right:1.5rem}
.soft{color:var(--soft)}
dt{color:var(--soft);font-size:.9375rem}
dd{margin:0 0 .75rem}
.said{white-space:pre-wrap}
footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:1.25rem;color:var(--soft);font-size:.9375rem}
address{font-style:normal}
@media (min-width:50rem){article dl,.facts{display:grid;grid-template-columns:12rem 1fr;gap:.35rem 1rem}article dd,.facts dd{margin:0}article dl,.facts{max-width:none}}
@media print{:root{--paper:#fff;--ink:#000;--soft:#333;--accent:#000}nav{display:none}article,.rows>li{break-inside:avoid}}
`;

const digest = createHash("sha256").update(bundleStyle).digest("base64");

/** Nothing runs, nothing is loaded, nothing is sent; the one style is known by its digest (CSP 3, 2.3.1). */
export const BUNDLE_CSP = `default-src 'none'; style-src 'sha256-${digest}'; form-action 'none'; base-uri 'none'`;
