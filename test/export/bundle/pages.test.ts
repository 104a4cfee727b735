import { createHash } from "node:crypto";
import { posix } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExportRight } from "../../../functions/policy/export-contents.ts";
import { recipients } from "../../../functions/policy/recipients.ts";
import { RetentionCategory, scheduleOf } from "../../../functions/policy/retention-schedule.ts";
import { Right } from "../../../functions/policy/rights.ts";
import { holdings, naughty, written } from "./arbitrary.ts";
import { bundleOf, factsOf, said, somebodysHoldings, textIn } from "./given.ts";

const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map((found) => found[1] ?? "");
const unescaped = (html: string) =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
const pagesOf = (bundle: ReadonlyMap<string, string>) =>
  [...bundle].filter(([name]) => name.endsWith(".html"));

const manyComments = {
  holder: "submissions",
  pages: Array.from({ length: 12 }, () =>
    Array.from({ length: 100 }, (_, at) => said("comment", { comment: `No. ${at}` })),
  ),
};

describe.each(ExportRight.options)("the pages of %s", (right) => {
  const bundle = bundleOf([...somebodysHoldings, manyComments], factsOf(right, { regime: "california" }));

  test("lead to nothing that is not there, and to nothing outside but by a person's click", () => {
    for (const [name, html] of pagesOf(bundle)) {
      expect(html).not.toMatch(/<(script|img|iframe|link|form|object|embed)\b/i);
      for (const link of all(html, /href="([^"]*)"/g).filter((href) => !/^(https|mailto):/.test(href))) {
        const [path = "", id] = link.split("#");
        const target = posix.join(posix.dirname(name), path);
        expect(bundle.has(target), `${name} → ${link}`).toBe(true);
        if (id !== undefined) expect(textIn(bundle, target)).toContain(`id="${id}"`);
      }
    }
  });

  test("run nothing and load nothing: the one style is the one that the policy knows", () => {
    for (const [, html] of pagesOf(bundle)) {
      const [style = ""] = all(html, /<style>([^<]*)<\/style>/g);
      const digest = createHash("sha256").update(style).digest("base64");
      expect(all(html, /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/g)).toEqual([
        `default-src 'none'; style-src 'sha256-${digest}'; form-action 'none'; base-uri 'none'`,
      ]);
      expect(html).not.toMatch(/\sstyle=|\son[a-z]+=/i);
    }
  });

  test("say their language and title, and have one main heading, in the order of the bundle", () => {
    for (const [, html] of pagesOf(bundle)) {
      expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(html).toMatch(/<title>[^<]+ – Example<\/title>/);
      expect(all(html, /<(h1|main)>/g).toSorted()).toEqual(["h1", "main"]);
      const ids = all(html, /\sid="([^"]*)"/g);
      expect(new Set(ids).size).toBe(ids.length);
    }
    const order = [
      "attachments/",
      "data.json",
      "data.schema.json",
      "csv/",
      "records/",
      "about.html",
      "index.html",
    ];
    const places = [...bundle.keys()].map((name) => order.findIndex((start) => name.startsWith(start)));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test("tell in about.html every period, recipient and right", () => {
    const about = unescaped(textIn(bundle, "about.html"));
    const schedule = scheduleOf({ retention: { contact: "P99D" } });

    for (const category of RetentionCategory.options) {
      expect(about).toContain(`<h3>${schedule[category].title}</h3>`);
      expect(about).toContain(schedule[category].words);
    }
    expect(about).toContain("99 days");
    for (const { title, gets } of recipients)
      expect(about.includes(title) && about.includes(gets)).toBe(true);
    for (const other of Right.options) expect(about).toContain(`https://forms.example.org/rights/${other}"`);
    expect(about).toContain("California Privacy Protection Agency");
    expect(about).toContain("no decision about you is made by a machine alone");
  });
});

test("what is kept under a person and stands in no copy is named: marks, holds, and what is left of an erasure", () => {
  const about = unescaped(textIn(bundleOf([], factsOf("access")), "about.html"));

  for (const words of [
    ...["legal hold", "marked a record", "covered the passage", "being erased", "erased before"],
    ...["ledger of erasures", "digest", "key to your data"],
  ])
    expect(about, words).toContain(words);
});

test("a text is a text on the page, whatever it is", () => {
  const saidOn = (html: string) => all(html, /<dd class="said" dir="auto">(.*?)<\/dd>/gs).map(unescaped);
  const pageOf = (messages: readonly string[]) =>
    textIn(
      bundleOf(
        [{ holder: "submissions", pages: [messages.map((message) => said("contact", { message }))] }],
        factsOf("access"),
      ),
      "records/contact-1.html",
    );

  expect(saidOn(pageOf(naughty))).toEqual(naughty);
  fc.assert(
    fc.property(fc.array(written, { minLength: 1, maxLength: 5 }), (messages) => {
      expect(saidOn(pageOf(messages))).toEqual(messages);
    }),
    { numRuns: 200 },
  );
});

test("nothing that was typed is in the name of a file, and no two files have one name", () => {
  fc.assert(
    fc.property(holdings, (held) => {
      for (const name of bundleOf(held, factsOf("access")).keys())
        expect(name).toMatch(
          /^((data|data\.schema)\.json|(about|index)\.html|csv\/[a-z][a-z0-9_-]*\.csv|records\/[a-z][a-z0-9_-]*-\d+\.html|attachments\/([0-9A-Z]{16}|file)-\d+\.(pdf|bin))$/,
        );
    }),
    { numRuns: 100 },
  );
});

test("many records come on pages of 500 that lead to one another", () => {
  const bundle = bundleOf([manyComments], factsOf("access"));
  const counts = [1, 2, 3].map(
    (n) => all(textIn(bundle, `records/comment-${n}.html`), /<(article)>/g).length,
  );

  expect(counts).toEqual([500, 500, 200]);
  expect(textIn(bundle, "records/comment-2.html")).toMatch(/comment-3\.html">Next page/);
  expect(textIn(bundle, "index.html")).toContain("1,200 records");
});

test("what could not be read is named before all else", () => {
  const html = textIn(bundleOf(somebodysHoldings, factsOf("access"), ["consents"]), "index.html");

  expect(html.indexOf("This copy is not complete")).toBeLessThan(html.indexOf("everything we hold"));
  expect(html).toContain("<li>Your consents and subscriptions</li>");
});

test.each([
  { holders: ["submissions"], answer: "Yes. We hold personal data about you." },
  { holders: ["rights-requests", "fleeting"], answer: "No. We hold no personal data about you." },
  { holders: [], answer: "No. We hold no personal data about you." },
])(
  "whether we hold data about somebody of whom there is $holders is answered: $answer",
  ({ holders, answer }) => {
    const held = somebodysHoldings.filter(({ holder }) => holders.includes(holder));
    const bundle = bundleOf(held, factsOf("confirm"));

    expect(textIn(bundle, "index.html")).toContain(`<strong>${answer}</strong>`);
    expect(JSON.parse(textIn(bundle, "data.json")).held).toBe(answer.startsWith("Yes"));
    expect([...bundle.keys()]).toEqual(["data.json", "data.schema.json", "about.html", "index.html"]);
  },
);

test("data from before the day that was asked for are held all the same, and it is said", () => {
  const since = "2026-10-02";
  const dated = somebodysHoldings.filter(({ holder }) => ["submissions", "consents"].includes(holder));
  const confirmed = bundleOf(dated, factsOf("confirm", { since }));
  expect(textIn(confirmed, "index.html")).toContain(
    "No. We hold no personal data about you from 2 October 2026 on.",
  );
  expect(textIn(confirmed, "index.html")).toContain("We do hold older data about you");
  for (const right of ["confirm", "access"] as const)
    expect(JSON.parse(textIn(bundleOf(dated, factsOf(right, { since })), "data.json")).held).toBe(true);
  const asking = somebodysHoldings.filter(({ holder }) => ["rights-requests", "fleeting"].includes(holder));
  expect(JSON.parse(textIn(bundleOf(asking, factsOf("access", { since })), "data.json")).held).toBe(false);
});

test("what is held and not the person's to take along is held all the same", () => {
  const foreign = [
    { holder: "submissions", pages: [[said("contact", { name: "Ann" }, { provided: false })]] },
  ];
  expect(JSON.parse(textIn(bundleOf(foreign, factsOf("portability")), "data.json"))).toMatchObject({
    ...{ held: true, records: [] },
  });
});

test("it is no plain no where we could not look everywhere", () => {
  const html = textIn(bundleOf([], factsOf("confirm"), ["submissions"]), "index.html");

  expect(html).toContain("but we could not look everywhere");
});
