import type { ComponentChildren } from "preact";
import { dayInWords } from "../../policy/days.ts";
import type { BundleFacts } from "../bundle-entry.ts";
import { Complaint, KeptBack, Purposes, Recipients, Retention, Rights } from "./about-parts.tsx";
import { CaliforniaList } from "./california-list.tsx";
import type { CaliforniaAnswer, Information } from "./data-schema.ts";
import { Document } from "./document.tsx";
import { History } from "./history.tsx";
import type { Outline } from "./outline.ts";

interface AboutPageProps {
  readonly outline: Outline;
  readonly facts: BundleFacts;
  readonly information: Information;
  readonly california: readonly CaliforniaAnswer[] | undefined;
}

/** `about.html`: what GDPR 15(1)(a)-(h) and 15(2) and 11 CCR 7024 ask to be told, each under a heading of its own. */
export function AboutPage({ outline, facts, information, california }: AboutPageProps) {
  const { controller } = facts;
  return (
    <Document controller={controller} title="About your data" top="" here="about.html">
      <Part id="controller" title="Who is responsible" citation="GDPR 4(7)">
        <p>
          {controller.name}, {controller.address},{" "}
          <a href={`mailto:${controller.email}`}>{controller.email}</a>. This page goes with our privacy
          notice of {dayInWords(controller.noticeVersion)}
          {controller.noticeUrl === undefined ? null : (
            <>
              : <a href={controller.noticeUrl}>{controller.noticeUrl}</a>
            </>
          )}
          .
        </p>
      </Part>
      <Part id="purposes" title="What we use data for, and which" citation="GDPR 15(1)(a), 15(1)(b)">
        <Purposes information={information} outline={outline} />
      </Part>
      <Part id="recipients" title="Who gets data" citation="GDPR 15(1)(c), 15(2)">
        <Recipients information={information} />
      </Part>
      <Part id="retention" title="How long we keep what" citation="GDPR 15(1)(d)">
        <Retention information={information} />
      </Part>
      <Part id="rights" title="Your rights" citation="GDPR 15(1)(e)">
        <Rights information={information} />
      </Part>
      <Part id="complaint" title="If you disagree" citation="GDPR 15(1)(f)">
        <Complaint information={information} />
      </Part>
      <Part id="source" title="Where the data come from" citation="GDPR 15(1)(g)">
        <p>{information.source}</p>
      </Part>
      <Part id="decisions" title="Decisions by machines" citation="GDPR 15(1)(h)">
        <p>{information.automatedDecisions}</p>
      </Part>
      <Part id="kept-back" title="What we hold and give to nobody" citation="11 CCR 7024(d); GDPR 15(4)">
        <KeptBack information={information} />
      </Part>
      {outline.contents.history ? (
        <Part id="history" title="Your requests" citation="GDPR 12(3); 11 CCR 7101(a)">
          <History facts={facts} />
        </Part>
      ) : null}
      {california === undefined ? null : (
        <Part
          id="california"
          title="For residents of California"
          citation="Cal. Civ. Code 1798.110, 1798.115, 1798.130; 11 CCR 7024"
        >
          <p>
            This is about the 12 months before your request. We sell no personal information, and nobody who
            uses a right is treated worse for it.
          </p>
          <CaliforniaList answers={california} />
        </Part>
      )}
    </Document>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly citation: string;
  readonly children: ComponentChildren;
}

function Part({ id, title, citation, children }: PartProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p class="soft">{citation}</p>
      {children}
    </section>
  );
}
