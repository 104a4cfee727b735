import { Temporal } from "temporal-polyfill";
import { linked, NO_CHAIN } from "../../functions/policy/audit-chain.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { dueFor, type RetentionCategory } from "../../functions/policy/retention-schedule.ts";
import { sha256 } from "../../functions/records/audit.ts";
import { markerKey } from "../../functions/records/chain-markers.ts";
import * as keys from "../../functions/records/keys.ts";
import { newReference } from "../../functions/records/secrets.ts";
import type { Row } from "../data-map/given.ts";
import { schedule as proposed, requested, type Seedable, submitted } from "./given.ts";
import { dayAt, type Thing } from "./population.ts";
import { chainOf, dueOf, noonBefore, proofsOf, requestClocks, type Seeded } from "./seeded-clocks.ts";

/** With which form came what is not kept by that form's own row of the schedule. */
const FORM_OF: Readonly<Partial<Record<RetentionCategory, string>>> = {
  "job-application-with-consent": "job-application",
  withdrawn: "survey",
  "account-closed": "account",
};

/** Puts it into the tables. @returns the clocks that run for it, by the schedule alone. */
export async function seed(stores: Seedable, subject: SubjectId, one: Thing): Promise<Seeded> {
  const { schedule = proposed } = stores;
  switch (one.kind) {
    case "submission": {
      const retention = one.form;
      const form = FORM_OF[retention] ?? retention;
      const start = noonBefore(schedule, one.night, retention);
      const byDay = form === "webcast" || form === "event";
      const receivedAt = byDay
        ? `${Temporal.PlainDate.from(start.slice(0, 10)).subtract({ days: 10 })}T12:00:00.000Z`
        : start;
      const clockStart = byDay ? { clockStart: start.slice(0, 10) } : {};
      const { consents, files } = one;
      const answers = { satisfaction: "content" };
      const sent = { form, retention, receivedAt, ...clockStart, consents, files, answers };
      const record = await submitted(stores, subject, sent);
      const due = dueOf(schedule, retention, start);
      const at = { table: "records" as const, place: keys.submission(record) };
      const carries = files.length > 0 ? ["attachments"] : [];
      const messages = schedule[retention].clockStart === "the last message" ? { messages: form } : {};
      if (due === undefined) return { subject, clocks: [] };
      const clock = { holder: "submissions", carries, record, form, receivedAt, due, ...messages, at };
      return { subject, clocks: [clock, ...proofsOf(schedule, clock, consents)] };
    }
    case "unverified form":
    case "unverified request": {
      const receivedAt = noonBefore(schedule, one.night, "unverified");
      const due = dueOf(schedule, "unverified", receivedAt) ?? "";
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
      const concludedAt = noonBefore(schedule, one.night, one.clock);
      const [bundle, shredded] = [one.clock === "export-bundle", one.clock === "request-accountability"];
      const record = await requested(stores, subject, { receivedAt: concludedAt, bundle, shredded });
      return {
        subject,
        clocks: requestClocks(schedule, record, concludedAt, concludedAt, { bundle, shredded }),
      };
    }
    case "ended consent": {
      const endedAt = noonBefore(schedule, one.night, "consent-proof");
      const record = newReference();
      const sk = keys.consent(record, "newsletter");
      const due = dueFor(schedule, "consent-proof", Temporal.Instant.from(endedAt), record);
      await stores.put("records", [
        {
          pk: keys.subject(subject),
          sk,
          reference: record,
          form: one.form,
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
            form: one.form,
            receivedAt: endedAt,
            due: due?.due ?? "",
            at: { table: "records", place: sk },
          },
        ],
      };
    }
    case "history": {
      const lastEventAt = noonBefore(schedule, one.night, "audit");
      const reference = newReference();
      const due = dueFor(schedule, "audit", Temporal.Instant.from(lastEventAt), reference);
      const event = linked(
        NO_CHAIN,
        { reference, subject, at: lastEventAt, what: "concluded", by: "x" },
        sha256,
      );
      await stores.put("audit", [{ pk: `request#${reference}`, ...event } as unknown as Row]);
      await stores.put("records", [{ ...markerKey(reference), reference, subject, lastEventAt, ...due }]);
      return { subject, clocks: [chainOf(schedule, reference, lastEventAt)] };
    }
    case "open request": {
      const receivedAt = `${dayAt(one.received)}T12:00:00.000Z`;
      const dueBy = dayAt(one.received + 30);
      const { right, concluded } = one;
      const reference = await requested(stores, subject, { right, receivedAt, dueBy, status: "in-progress" });
      const end = concluded === undefined ? undefined : `${dayAt(concluded)}T12:00:00.000Z`;
      const clocks =
        end === undefined ? [] : requestClocks(schedule, reference, receivedAt, end, { history: receivedAt });
      return { subject, clocks, open: { reference, right, receivedAt, dueBy, concluded } };
    }
  }
}
