import { titleOf } from "../../policy/retention-schedule.ts";
import type { Information } from "./data-schema.ts";
import type { Outline } from "./outline.ts";

interface Told {
  readonly information: Information;
}

export function Purposes({ information, outline }: Told & { readonly outline: Outline }) {
  const told = new Set(outline.contents.counts ? outline.categories.map(({ category }) => category) : []);
  return (
    <ul class="rows">
      {information.purposes.map(({ form, title, purpose, lawfulBasis, data, source }) => (
        <li key={form}>
          <h3>{title}</h3>
          {told.has(form) ? <p>We hold something of yours from it.</p> : null}
          <p>{purpose}</p>
          <p>{lawfulBasis}</p>
          <p>Data: {data.map(({ label }) => label).join("; ")}</p>
          <p>From: {source}</p>
        </li>
      ))}
    </ul>
  );
}

export function Recipients({ information }: Told) {
  return (
    <>
      <p>{information.transfers}</p>
      <ul class="rows">
        {information.recipients.map(({ title, named, gets, why, when, transfer }) => (
          <li key={title}>
            <h3>{title}</h3>
            <dl class="facts">
              <dt>When</dt>
              <dd>{when === "always" ? "Always" : "Only where it applies"}</dd>
              <dt>What</dt>
              <dd>{gets}</dd>
              <dt>What for</dt>
              <dd>{why}</dd>
              <dt>Where</dt>
              <dd>{transfer}</dd>
              {named.length === 0 ? null : (
                <>
                  <dt>Among them</dt>
                  <dd>{named.join("; ")}</dd>
                </>
              )}
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Retention({ information }: Told) {
  return (
    <ul class="rows">
      {information.retention.map(({ category, words, purpose, lawfulBasis, citation }) => (
        <li key={category}>
          <h3>{titleOf(category)}</h3>
          <p>{words}</p>
          <p class="soft">
            Kept {purpose}. Basis: {lawfulBasis}. {citation}.
          </p>
        </li>
      ))}
    </ul>
  );
}

export function Rights({ information }: Told) {
  return (
    <ul class="rows">
      {information.rights.map(({ title, introduction, articles, link }) => (
        <li key={link}>
          <h3>
            <a href={link}>{title}</a>
          </h3>
          <p>{introduction}</p>
          <p class="soft">{articles.join("; ")}</p>
        </li>
      ))}
    </ul>
  );
}

export function Complaint({ information: { complaint } }: Told) {
  return (
    <p>
      {complaint.words}
      {complaint.authority === undefined ? null : (
        <>
          {" "}
          <a href={complaint.authority.link}>{complaint.authority.name}</a>
        </>
      )}
    </p>
  );
}

export function KeptBack({ information }: Told) {
  return (
    <>
      <p>{information.neverCollected}</p>
      <ul class="rows">
        {information.keptBack.map(({ title, words }) => (
          <li key={title}>
            <h3>{title}</h3>
            <p>{words}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
