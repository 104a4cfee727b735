import type { Disclosed } from "../../../functions/data-map/holder.ts";
import { entriesOf } from "../../../functions/export/bundle/entries.tsx";
import type { BundleFacts, Chunk } from "../../../functions/export/bundle-entry.ts";
import type { Collected } from "../../../functions/export/collected.ts";
import { countIn, isHeld, keptItems, withFiles } from "../../../functions/export/kept-items.ts";
import { Controller } from "../../../functions/policy/controller.ts";
import { contentsOf, type ExportRight } from "../../../functions/policy/export-contents.ts";
import { Reference } from "../../../functions/policy/reference.ts";

const controller = Controller.parse({
  name: "Example",
  address: "1 Way, Town",
  email: "privacy@example.org",
  noticeVersion: "2021-12-10",
  noticeUrl: "https://example.org/privacy",
  retention: { contact: "P99D" },
});

const reference = Reference.parse("7Q2M0V9KABCD1234");

/** What a request of a right says, and what the bundle says of it. */
export const factsOf = (right: ExportRight, more: Partial<BundleFacts["request"]> = {}): BundleFacts => ({
  request: { reference, right, regime: "eu", receivedAt: "2026-11-01T09:00:00Z", ...more },
  madeAt: "2026-11-02T10:00:00Z",
  controller,
  siteUrl: "https://forms.example.org",
  history: [
    {
      ...{ reference, right, status: "in-progress" },
      ...{ receivedAt: "2026-11-01T09:00:00Z", dueBy: "2026-12-01" },
    },
  ],
});

/** What one holder has on its pages. */
export interface Holding {
  readonly holder: string;
  readonly pages: readonly (readonly Disclosed[])[];
}

/** What collecting makes of it, and the segments that it seals. */
export function gathered(
  holdings: readonly Holding[],
  right: ExportRight,
  missing: readonly string[] = [],
  since?: string,
) {
  const collected: Collected = {
    ...{ pages: [], columns: {}, latest: {}, files: [], open: {}, failures: {} },
    held: holdings.some(({ pages }) => pages.some((page) => isHeld(page, reference))),
    missing: [...missing],
    madeAt: "2026-11-02T10:00:00Z",
  };
  const segments: (readonly Disclosed[])[] = [];
  const wish = { request: reference, contents: contentsOf(right), since };
  for (const { holder, pages } of holdings) {
    for (const page of pages) {
      const { items, files } = withFiles(keptItems(page, wish), holder, collected.files.length);
      if (items.length === 0) continue;
      countIn(collected, holder, items);
      segments.push(items);
      if (wish.contents.files) collected.files.push(...files);
    }
  }
  return { collected, segments };
}

/** The bundle, whole: name → text; a file of the person's is a word for itself. */
export function bundleOf(
  holdings: readonly Holding[],
  facts: BundleFacts,
  missing?: readonly string[],
): ReadonlyMap<string, string> {
  const { right, since } = facts.request;
  const { collected, segments } = gathered(holdings, right, missing, since);
  return written(collected, segments, facts);
}

export function written(
  collected: Collected,
  segments: readonly (readonly Disclosed[])[],
  facts: BundleFacts,
): ReadonlyMap<string, string> {
  const textOf = (chunk: Chunk): string => {
    if (chunk.kind === "text") return chunk.text;
    return chunk.kind === "file" ? "a file" : chunk.write(segments[chunk.page] ?? []);
  };
  return new Map(
    [...entriesOf(collected, facts)].map(({ name, chunks }) => [name, [...chunks].map(textOf).join("")]),
  );
}

/** A text of the bundle. @throws where there is none of that name. */
export function textIn(bundle: ReadonlyMap<string, string>, name: string): string {
  const text = bundle.get(name);
  if (text === undefined) throw new Error(`There is no ${name}, but ${[...bundle.keys()].join(", ")}`);
  return text;
}

export const said = (
  category: string,
  fields: Readonly<Record<string, string>>,
  more: Partial<Disclosed> = {},
): Disclosed => ({
  ...{ category, reference, receivedAt: "2026-10-01T12:00:00Z", provided: true },
  fields,
  ...more,
});

/** Somebody of whom every holder has something. */
export const somebodysHoldings: readonly Holding[] = [
  {
    holder: "attachments",
    pages: [
      [
        said(
          "attachments",
          { "record:form": "job-application", "record:field": "cv", "record:bytes": "12" },
          { file: { key: `${reference}/cv`, mediaType: "application/pdf", bytes: 12 } },
        ),
      ],
    ],
  },
  {
    holder: "fleeting",
    pages: [
      [said("fleeting", { "record:kind": "token, status" }, { provided: false, receivedAt: undefined })],
    ],
  },
  { holder: "consents", pages: [[said("consents", { consent: "newsletter", wording: "Send me it." })]] },
  {
    holder: "submissions",
    pages: [
      [
        said("contact", {
          name: "Ann",
          email: "ann@example.org",
          message: "Hello\nyou",
          "record:status": "confirmed",
        }),
        said("survey", {
          email: "ann@example.org",
          satisfaction: "very-content",
          "record:lawfulBasis": "consent",
        }),
      ],
      [
        said("contact", { name: "Ann", phone: "+49 30 1", message: "=1+1" }),
        said("job-application", { position: "Baker", name: "Ann", email: "ann@example.org", cv: "CV.pdf" }),
      ],
    ],
  },
  {
    holder: "rights-requests",
    pages: [
      [said("rights-requests", { email: "ann@example.org", residence: "DE", "record:right": "access" })],
    ],
  },
];
