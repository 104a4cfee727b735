import type { ComponentChildren } from "preact";
import { InFours } from "../../pages/reference.tsx";
import { dayInWords, momentInWords } from "../../policy/days.ts";
import { regimeNames } from "../../policy/residence.ts";
import { rights } from "../../policy/rights.ts";
import type { BundleFacts } from "../bundle-entry.ts";
import { CaliforniaList } from "./california-list.tsx";
import type { CaliforniaAnswer } from "./data-schema.ts";
import { Document } from "./document.tsx";
import { History } from "./history.tsx";
import { headings, introductions, YesOrNo } from "./introductions.tsx";
import type { CategoryOutline, Outline } from "./outline.ts";

interface FirstPageProps {
  readonly outline: Outline;
  readonly facts: BundleFacts;
  readonly california: readonly CaliforniaAnswer[] | undefined;
}

/** `index.html`: what is in the copy, and first of all what is not. */
export function FirstPage({ outline, facts, california }: FirstPageProps) {
  const { contents, categories, missing } = outline;
  const { controller, request } = facts;
  return (
    <Document controller={controller} title={headings[outline.right]} top="" here="index.html">
      {missing.length === 0 ? null : <Missing missing={missing} email={controller.email} />}
      {outline.right === "confirm" ? <YesOrNo outline={outline} since={request.since} /> : null}
      <p class="lead">{introductions[outline.right]}</p>
      <Facts facts={facts} />
      {contents.counts ? (
        <Categories categories={categories} withRecords={contents.records !== "none"} />
      ) : null}
      {outline.right !== "know-categories" || california === undefined ? null : (
        <Section id="california" title="Kinds of data in the 12 months before your request">
          <CaliforniaList answers={california} />
        </Section>
      )}
      {contents.history ? (
        <Section id="history" title="Your requests">
          <History facts={facts} />
        </Section>
      ) : null}
      <Section id="more" title="What else there is to know">
        <p>
          <a href="about.html">Why we have your data, who gets them and for how long we keep them</a>
        </p>
        {california === undefined ? null : (
          <p>
            <a href="about.html#california">The kinds of data in the 12 months before your request</a>, as
            California has them listed
          </p>
        )}
        <p>
          <a href="about.html#kept-back">What we hold and give to nobody</a>, such as keys and digests of
          links.
        </p>
      </Section>
      <Section id="programs" title="For programs">
        <p>
          <a href="data.json">data.json</a> holds the whole copy.{" "}
          <a href="data.schema.json">data.schema.json</a> says how it is made (JSON Schema 2020-12).
        </p>
        {contents.records === "none" ? null : <AboutTables />}
      </Section>
    </Document>
  );
}

function Section(props: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      {props.children}
    </section>
  );
}

function Missing({ missing, email }: { readonly missing: readonly string[]; readonly email: string }) {
  return (
    <section class="missing" aria-labelledby="missing">
      <h2 id="missing">This copy is not complete</h2>
      <p>We could not read everything. Missing, in whole or in part:</p>
      <ul>
        {missing.map((title) => (
          <li key={title}>{title}</li>
        ))}
      </ul>
      <p>
        We know about it. You need not ask again, but you can: <a href={`mailto:${email}`}>{email}</a>
      </p>
    </section>
  );
}

function Facts({ facts: { request, madeAt } }: Pick<FirstPageProps, "facts">) {
  return (
    <dl class="facts">
      <dt>Your request</dt>
      <dd>{rights[request.right].title}</dd>
      <dt>Reference</dt>
      <dd>
        <InFours text={request.reference} />
      </dd>
      <dt>Received on</dt>
      <dd>{dayInWords(request.receivedAt)}</dd>
      <dt>As of</dt>
      <dd>{momentInWords(madeAt)}</dd>
      {request.since === undefined ? null : (
        <>
          <dt>Range</dt>
          <dd>From {dayInWords(request.since)} on, as you asked; what has no date is there too.</dd>
        </>
      )}
      <dt>Law</dt>
      <dd>We answer under {regimeNames[request.regime]}.</dd>
    </dl>
  );
}

const counted = new Intl.NumberFormat("en");

function Categories(props: {
  readonly categories: readonly CategoryOutline[];
  readonly withRecords: boolean;
}) {
  const { categories, withRecords } = props;
  return (
    <Section id="categories" title="What we hold">
      {categories.length === 0 ? <p>Nothing of what this request is about.</p> : null}
      <ul class="rows">
        {categories.map(({ category, title, count, csv, pages }) => (
          <li key={category}>
            <h3>{title}</h3>
            <p>{count === 1 ? "1 record" : `${counted.format(count)} records`}</p>
            {withRecords ? (
              <p class="links">
                <a href={pages[0]?.name}>Read: {title}</a>
                <a href={csv}>Table: {csv}</a>
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

const AboutTables = () => (
  <p>
    The tables are CSV files (RFC 4180, UTF-8, a comma between the columns). Where a cell, or what follows a
    line’s end, a semicolon or a tab in it, could be taken for a formula or begins with an apostrophe, one
    apostrophe stands before it: take it away to have what was written.
  </p>
);
