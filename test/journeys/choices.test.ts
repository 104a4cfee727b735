import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { Right } from "../../functions/policy/rights.ts";
import { staffOf } from "../desk/staff.ts";
import { given } from "../given.ts";
import { erasureStack, settled } from "./erasing.ts";
import { nightOf } from "./sweeping.ts";
import type { Item } from "./tables.ts";
import { json } from "./visitor.ts";

const site = await erasureStack();
const staff = staffOf(site);

/** Sends a form and confirms it. */
async function confirmedForm(email: string, form: string, body: object): Promise<string> {
  const sent = await site.program().post(`/forms/${form}`, json({ email, ...body }));
  expect(sent.status, sent.text).toBe(202);
  const reference = String(sent.json().reference);
  await site.tables.forgetLettersTo(reference);
  await site.settled();
  await site.runSchedules();
  const letters = await site.inbox.lettersTo(email);
  const letter = letters.find((one) => one.reference === reference);
  const answer = await site.program().post("/verify", json({ token: letter?.token }));
  expect(answer.status, answer.text).toBe(200);
  return reference;
}

const newsletter = (email: string) => confirmedForm(email, "newsletter", given.newsletter(email));

const survey = (email: string) =>
  confirmedForm(email, "survey", {
    ...{ satisfaction: "content", frequency: "weekly", survey: true },
    ...{ birthDate: "1990-05-17", country: "DE" },
  });

/** Sends one of the rights that ask no proof, and waits for all that follows. */
async function chosen(right: Right, email: string, details?: string): Promise<string> {
  const sent = await site.program().post(`/rights/${right}`, json({ email, ...(details && { details }) }));
  expect(sent.status, sent.text).toBe(202);
  await settled(site);
  return String(sent.json().reference);
}

/** Confirms a right that a person of the staff sees to. */
async function confirmedRight(right: Right, email: string, details: string): Promise<string> {
  await site.program().post(`/rights/${right}`, json({ ...given.request(email), details }));
  const { token, code, reference } = await site.inbox.letterTo(email);
  await site.program().post("/verify", json({ token, code }));
  await settled(site);
  return reference;
}

const consentOf = async (reference: string, name: string): Promise<Item> => {
  const rows = await site.tables.recordsAbout(reference);
  const found = rows.find(({ sk }) => sk === `consent#${reference}#${name}`);
  if (found === undefined) throw new Error(`no consent ${name}`);
  return found;
};
const history = async (reference: string) =>
  (await site.tables.items("Audit"))
    .filter(({ pk }) => pk === `request#${reference}`)
    .sort((one, other) => Number(one.sequence) - Number(other.sequence))
    .map(({ what }) => what);

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
    expect((await site.inbox.letterTo(email)).subject).toBe("Your request is recorded");

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

describe.each(["opt-out", "limit"] as const)("%s", (right) => {
  it("is concluded by itself, and kept with its dates", async () => {
    const reference = await chosen(right, given.address());
    expect(await site.tables.record(reference)).toMatchObject({ status: "completed" });
    expect((await site.tables.record(reference)).open).toBeUndefined();
  });
});

describe("words of the person's own", () => {
  it("are read by somebody: what ends without being judged has ended before", async () => {
    const email = given.address();
    const subscription = await newsletter(email);
    const reference = await chosen("object", email, "You draw a profile of me");
    expect(await site.tables.record(reference)).toMatchObject({ status: "awaiting-person" });
    expect(await consentOf(subscription, "newsletter")).toHaveProperty("endedAt");
    const { out } = await staff.desk("list");
    expect(out).toContain("they object to more than marketing");

    expect((await staff.desk("approve", reference)).code).toBe(0);
    await settled(site);
    expect(await site.tables.record(reference)).toMatchObject({ status: "completed" });
    const { subject, text } = await site.inbox.letterTo(email);
    expect(subject).toBe("Your request is done");
    expect(text).toContain("stopped using your data");
    expect(text).not.toContain("profile");
  });

  it("are answered with a no that does not deny what has ended", async () => {
    const email = given.address();
    const subscription = await newsletter(email);
    const reference = await chosen("object", email, "You draw a profile of me");
    await staff.desk("refuse", reference, "--ground", "legal-claim");
    await settled(site);
    expect(await consentOf(subscription, "newsletter")).toHaveProperty("endedAt");
    expect((await site.inbox.letterTo(email)).text).toContain("Nothing else was deleted or changed");
  });

  it("hold a withdrawal back until somebody has read which consent it is about", async () => {
    const email = given.address();
    const subscription = await newsletter(email);
    const reference = await chosen("withdraw", email, "the newsletter");
    expect(await consentOf(subscription, "newsletter")).not.toHaveProperty("endedAt");
    await staff.desk("approve", reference);
    await settled(site);
    expect(await consentOf(subscription, "newsletter")).toHaveProperty("endedAt");
  });
});

describe.each(["correct", "restrict", "complaint"] as const)("%s", (right) => {
  it("waits for a person of the staff, who ends it with a letter", async () => {
    const email = given.address();
    const reference = await confirmedRight(right, email, "My name is Anne, not Ann");
    expect(await site.tables.record(reference)).toMatchObject({ status: "awaiting-person" });
    await staff.desk("approve", reference, "--note", "done in the register");
    await settled(site);
    expect(await site.tables.record(reference)).toMatchObject({
      ...{ status: "completed", dueAs: "request-identity" },
    });
    expect((await site.inbox.letterTo(email)).subject).toBe("Your request is done");
    expect(await history(reference)).toEqual([
      ...["verified", "assessed", "waits for a person", "approved", "carried out", "told", "concluded"],
    ]);
  });

  it("can be refused on a ground, and the person is told how to complain", async () => {
    const email = given.address();
    const reference = await confirmedRight(right, email, "My name is Anne, not Ann");
    const { code, err } = await staff.desk("refuse", reference, "--ground", "unfounded");
    expect([code, err]).toEqual([0, ""]);
    await settled(site);
    expect(await site.tables.record(reference)).toMatchObject({ status: "refused", ground: "unfounded" });
    const { subject, text } = await site.inbox.letterTo(email);
    expect(subject).toBe("Our answer to your request");
    expect(text).toContain("GDPR 77");
  });

  it("can be neither cancelled nor refused once it is done, though its letter is still to go", async () => {
    const email = given.address();
    const reference = await confirmedRight(right, email, "My name is Anne, not Ann");
    const { statusToken } = await site.inbox.letterTo(email);
    const waiting = await site.tables.record(reference);
    await site.tables.put("Records", { ...waiting, carriedOutAt: new Date().toISOString() });

    const cancelled = await site.program().post("/request/cancel", json({ token: statusToken }));
    expect([cancelled.status, cancelled.json().type]).toEqual([409, expect.stringMatching(/too-late$/)]);
    const refused = await staff.desk("refuse", reference, "--ground", "unfounded");
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("carried out already")]);
    expect((await staff.desk("approve", reference)).code).toBe(0);
    await settled(site);
    expect(await site.tables.record(reference)).toMatchObject({ status: "completed" });
    expect((await site.inbox.letterTo(email)).subject).toBe("Your request is done");
  });

  it("can be cancelled while it waits", async () => {
    const email = given.address();
    const reference = await confirmedRight(right, email, "My name is Anne, not Ann");
    const { statusToken } = await site.inbox.letterTo(email);
    const cancelled = await site.program().post("/request/cancel", json({ token: statusToken }));
    expect(cancelled.json()).toEqual({ status: "cancelled", reference });
    await settled(site);
    expect(site.executions().find(({ name }) => name === reference)?.status).toBe("SUCCEEDED");
    expect(await site.tables.record(reference)).toMatchObject({ status: "cancelled" });
  });
});
