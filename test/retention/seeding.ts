import { Temporal } from "temporal-polyfill";
import { linked, NO_CHAIN } from "../../functions/policy/audit-chain.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import type { Reference } from "../../functions/policy/reference.ts";
import { dueFor, type RetentionCategory } from "../../functions/policy/retention-schedule.ts";
import { sha256 } from "../../functions/records/audit.ts";
import { markerKey } from "../../functions/records/chain-markers.ts";
import * as keys from "../../functions/records/keys.ts";
import { newReference } from "../../functions/records/secrets.ts";
import type { Row } from "../data-map/given.ts";
import { requested, type Seedable, schedule, submitted } from "./given.ts";
import { dayAt, FIRST, type Thing } from "./population.ts";

/** One part of a thing, with a clock of its own; those of a request run one after the other. */
export interface Clock {
  readonly holder: string;
  readonly carries: readonly string[];
  readonly record: Reference;
  readonly form?: string;
  readonly receivedAt: string;
  readonly due: string;
  /** Of a message: its kind. The last one of a person's keeps the others. */
  readonly messages?: string;
  /** What is there while it is: part of a key, and an attribute of the row where it is not the whole. */
  readonly at: {
    readonly table: "records" | "audit" | "exports";
    readonly place: string;
    readonly attribute?: string;
  };
}

export interface Seeded {
  readonly subject: SubjectId;
  readonly clocks: readonly Clock[];
  /** Of an open request. */
  readonly open?: {
    readonly reference: Reference;
    readonly right: string;
    readonly receivedAt: string;
    readonly dueBy: string;
    readonly concluded: number | undefined;
  };
}

const noonBefore = (night: number, category: RetentionCategory): string => {
  const { period } = schedule[category];
  const back = period.startsWith("P") ? Temporal.Duration.from(period) : Temporal.Duration.from("P12M");
  return `${FIRST.add({ days: night - 1 }).subtract(back)}T12:00:00.000Z`;
};

const dueOf = (category: RetentionCategory, at: string): string | undefined =>
  dueFor(schedule, category, Temporal.Instant.from(at), "x")?.due;

/** Puts it into the tables. @returns the clocks that run for it, by the schedule alone. */
export async function seed(stores: Seedable, subject: SubjectId, one: Thing): Promise<Seeded> {
  switch (one.kind) {
    case "submission": {
      const retention = one.form;
      const form = one.form.startsWith("job") ? "job-application" : one.form;
      const start = noonBefore(one.night, retention);
      const byDay = form === "webcast" || form === "event";
      const receivedAt = byDay
        ? `${Temporal.PlainDate.from(start.slice(0, 10)).subtract({ days: 10 })}T12:00:00.000Z`
        : start;
      const clockStart = byDay ? { clockStart: start.slice(0, 10) } : {};
      const { consents, files } = one;
      const answers = { satisfaction: "content" };
      const sent = { form, retention, receivedAt, ...clockStart, consents, files, answers };
      const record = await submitted(stores, subject, sent);
      const due = dueOf(retention, start);
      const at = { table: "records" as const, place: keys.submission(record) };
      const carries = files.length > 0 ? ["attachments"] : [];
      const messages = schedule[retention].clockStart === "the last message" ? { messages: form } : {};
      const clock = { holder: "submissions", carries, record, form, receivedAt, ...messages, at };
      return { subject, clocks: due === undefined ? [] : [{ ...clock, due }] };
    }
    case "unverified form":
    case "unverified request": {
      const receivedAt = noonBefore(one.night, "unverified");
      const due = dueOf("unverified", receivedAt) ?? "";
      const isForm = one.kind === "unverified form";
      const record = isForm
        ? await submitted(stores, subject, { receivedAt, status: "unverified" })
        : await requested(stores, subject, { receivedAt, status: "awaiting-verification" });
      const place = isForm ? keys.submission(record) : keys.request(record);
      const holder = isForm ? "submissions" : "rights-requests";
      const form = isForm ? { form: "contact" } : {};
      return {
        subject,
        clocks: [{ holder, carries: [], record, ...form, receivedAt, due, at: { table: "records", place } }],
      };
    }
    case "concluded request": {
      const concludedAt = noonBefore(one.night, one.clock);
      const [bundle, shredded] = [one.clock === "export-bundle", one.clock === "request-accountability"];
      const record = await requested(stores, subject, { receivedAt: concludedAt, bundle, shredded });
      return { subject, clocks: clocksOf(record, concludedAt, concludedAt, { bundle, shredded }) };
    }
    case "ended consent": {
      const endedAt = noonBefore(one.night, "consent-proof");
      const record = newReference();
      const sk = keys.consent(record, "newsletter");
      const due = dueFor(schedule, "consent-proof", Temporal.Instant.from(endedAt), record);
      await stores.put("records", [
        {
          pk: keys.subject(subject),
          sk,
          reference: record,
          name: "newsletter",
          givenAt: endedAt,
          endedAt,
          ...due,
        },
      ]);
      return {
        subject,
        clocks: [
          {
            holder: "consents",
            carries: [],
            record,
            receivedAt: endedAt,
            due: due?.due ?? "",
            at: { table: "records", place: sk },
          },
        ],
      };
    }
    case "history": {
      const lastEventAt = noonBefore(one.night, "audit");
      const reference = newReference();
      const due = dueFor(schedule, "audit", Temporal.Instant.from(lastEventAt), reference);
      const event = linked(
        NO_CHAIN,
        { reference, subject, at: lastEventAt, what: "concluded", by: "x" },
        sha256,
      );
      await stores.put("audit", [{ pk: `request#${reference}`, ...event } as unknown as Row]);
      await stores.put("records", [{ ...markerKey(reference), reference, subject, lastEventAt, ...due }]);
      return { subject, clocks: [chainOf(reference, lastEventAt)] };
    }
    case "open request": {
      const receivedAt = `${dayAt(one.received)}T12:00:00.000Z`;
      const dueBy = dayAt(one.received + 30);
      const { right, concluded } = one;
      const reference = await requested(stores, subject, { right, receivedAt, dueBy, status: "in-progress" });
      const end = concluded === undefined ? undefined : `${dayAt(concluded)}T12:00:00.000Z`;
      const clocks = end === undefined ? [] : clocksOf(reference, receivedAt, end, { history: receivedAt });
      return { subject, clocks, open: { reference, right, receivedAt, dueBy, concluded } };
    }
  }
}

const chainOf = (record: Reference, lastEventAt: string): Clock => ({
  ...{
    holder: "audit",
    carries: [],
    record,
    receivedAt: lastEventAt,
    due: dueOf("audit", lastEventAt) ?? "",
  },
  at: { table: "audit", place: `request#${record}` },
});

/** One after the other, and the history behind them. */
function clocksOf(
  record: Reference,
  receivedAt: string,
  concludedAt: string,
  {
    bundle = false,
    shredded = false,
    history = concludedAt,
  }: { bundle?: boolean; shredded?: boolean; history?: string },
): Clock[] {
  const part = { carries: [], record, receivedAt };
  const row = { table: "records" as const, place: keys.request(record) };
  const due = (category: RetentionCategory) => dueOf(category, concludedAt) ?? "";
  const whole = { ...part, holder: "rights-requests" };
  return [
    ...(bundle
      ? [
          {
            ...part,
            holder: "export-bundles",
            receivedAt: concludedAt,
            due: due("export-bundle"),
            at: { table: "exports" as const, place: `${record}/bundle.zip` },
          },
        ]
      : []),
    ...(shredded ? [] : [{ ...whole, due: due("request-identity"), at: { ...row, attribute: "sealed" } }]),
    { ...whole, due: due("request-accountability"), at: row },
    chainOf(record, history),
  ];
}
