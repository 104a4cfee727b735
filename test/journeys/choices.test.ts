import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { choosingOn } from "./choosing.ts";
import { erasureStack } from "./erasing.ts";
import { nightOf } from "./sweeping.ts";
import type { Item } from "./tables.ts";

const site = await erasureStack();
const { newsletter, survey, chosen, consentOf, history } = choosingOn(site);

describe("who wants no more newsletter", () => {
  it("has ended it with the moment of asking, without any proof; what they gave for it goes in two days", async () => {
    const email = given.address();
    const subscription = await newsletter(email);
    const reference = await chosen("unsubscribe", email);

    const request = await site.tables.record(reference);
    expect(request).toMatchObject({ status: "completed", dueAs: "request-identity" });
    expect(await history(reference)).toEqual(["recorded", "assessed", "carried out", "concluded"]);
    const consent = await consentOf(subscription, "newsletter");
    expect(consent).toMatchObject({ endedAt: request.receivedAt, dueAs: "consent-proof" });
    const day = Temporal.PlainDate.from(String(request.receivedAt).slice(0, 10));
    expect(consent.due).toBe(day.add({ months: 36 }).add({ days: 1 }).toString());
    expect(await site.tables.record(subscription)).toMatchObject({
      ...{ retention: "withdrawn", dueAs: "withdrawn" },
      due: day.add({ days: 2 }).toString(),
    });
    // The letter that says so waits for its turn, as another has just gone to the address; it needs who asked.
    const noted = (await site.tables.recordsAbout(reference)).find(({ sk }) => sk === `outbox#${reference}`);
    await site.tables.forgetLettersTo(reference);
    await site.tables.put("Records", { ...(noted as Item), notBefore: "2026-01-01T00:00:00.000Z" });
    await site.runSchedules();
    const { subject, text } = await site.inbox.letterTo(email);
    expect(subject).toBe("Your request is recorded");
    expect(text).toContain("Holds since");

    await nightOf(site, `${day.add({ days: 2 })}T02:30:00Z`);
    const left = (await site.tables.items("Records")).filter(({ pk }) => pk === consent.pk);
    expect(left.map(({ sk }) => sk?.split("#")[0]).sort()).toEqual(["consent", "request", "suppression"]);
  });

  it("may come again: what was agreed to after the asking stands, however often the asking is carried out", async () => {
    const email = given.address();
    await newsletter(email);
    const first = await chosen("unsubscribe", email);
    const again = await newsletter(email);
    const { receivedAt, pk } = await site.tables.record(first);
    const run = { request: first, subject: pk.slice("subject#".length) };
    await site.tables.put("Records", { ...(await site.tables.record(first)), status: "in-progress" });
    await site.invoke("ChoicesCarryOut", { step: "carry-out", run });
    expect(String((await consentOf(again, "newsletter")).confirmedAt) > String(receivedAt)).toBe(true);
    expect(await consentOf(again, "newsletter")).not.toHaveProperty("endedAt");
    expect((await site.tables.record(again)).retention).toBe("newsletter");
  });

  it("keeps what they agreed to for something else", async () => {
    const email = given.address();
    const answered = await survey(email);
    await chosen("unsubscribe", email);
    expect(await consentOf(answered, "survey")).not.toHaveProperty("endedAt");
    await chosen("withdraw", email);
    expect(await consentOf(answered, "survey")).toHaveProperty("endedAt");
    expect(await site.tables.record(answered)).toMatchObject({ retention: "withdrawn" });
  });
});

describe("who withdraws one consent", () => {
  it("has ended that one, and nothing else that they agreed to", async () => {
    const email = given.address();
    const subscription = await newsletter(email);
    const answered = await survey(email);
    const reference = await chosen("withdraw", email, undefined, { consent: "survey" });
    expect(await site.tables.record(reference)).toMatchObject({ status: "completed" });
    expect(await consentOf(answered, "survey")).toHaveProperty("endedAt");
    expect(await consentOf(subscription, "newsletter")).not.toHaveProperty("endedAt");
    const rows = await site.tables.recordsAbout(reference);
    expect(rows.map(({ sk }) => sk)).not.toContain("suppression");
  });
});

describe.each(["opt-out", "limit"] as const)("%s", (right) => {
  it("is concluded by itself, and kept with its dates", async () => {
    const reference = await chosen(right, given.address());
    expect(await site.tables.record(reference)).toMatchObject({ status: "completed" });
    expect((await site.tables.record(reference)).open).toBeUndefined();
  });
});
