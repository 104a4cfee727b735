import { describe, expect, it } from "vitest";
import { staffOf } from "../desk/staff.ts";
import { given } from "../given.ts";
import { choosingOn } from "./choosing.ts";
import { erasureStack, settled } from "./erasing.ts";
import { json } from "./visitor.ts";

const site = await erasureStack();
const staff = staffOf(site);
const { newsletter, survey, chosen, confirmedRight, consentOf, history } = choosingOn(site);

describe("the staff", () => {
  it("sees which consents of a person stand, and which have ended: nobody may write to them by those", async () => {
    const email = given.address();
    const reference = await newsletter(email);
    expect((await staff.desk("person", email)).out).toMatch(/newsletter\s+\d{4}-\d\d-\d\d\s+stands/);

    await chosen("unsubscribe", email);
    expect((await staff.desk("person", email)).out).toMatch(/newsletter\s+\d{4}-\d\d-\d\d\s+ended 20/);
    const { consents } = JSON.parse((await staff.desk("--json", "person", email)).out);
    expect(consents).toEqual([
      expect.objectContaining({ reference, name: "newsletter", endedAt: expect.stringMatching(/^20.*Z$/) }),
    ]);
  });
});

describe("words of the person's own", () => {
  it("are read by somebody: what ends without being judged has ended before", async () => {
    const email = given.address();
    const subscription = await newsletter(email);
    const reference = await chosen("object", email, "You draw a profile of me");
    expect(await site.tables.record(reference)).toMatchObject({ status: "awaiting-person" });
    await site.tables.forgetLettersTo(reference);
    const letters = (await site.tables.recordsAbout(reference)).filter(({ letter }) => letter !== undefined);
    for (const entry of letters)
      await site.tables.put("Records", { ...entry, notBefore: "2026-01-01T00:00:00.000Z" });
    await site.runSchedules();
    expect((await site.inbox.letterTo(email)).text).toContain("Answer by");
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

  it("beside a chosen consent hold back nothing: that has ended; the staff ends what else is meant, and no more", async () => {
    const email = given.address();
    const subscription = await newsletter(email);
    const answered = await survey(email);
    const reference = await chosen("withdraw", email, "and the survey", { consent: "newsletter" });
    expect(await consentOf(subscription, "newsletter")).toHaveProperty("endedAt");
    expect(await consentOf(answered, "survey")).not.toHaveProperty("endedAt");
    const wrong = await staff.desk("approve", reference, "--consent", "everything");
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("keepLonger")]);
    expect((await staff.desk("approve", reference, "--consent", "survey")).code).toBe(0);
    await settled(site);
    expect(await consentOf(answered, "survey")).toHaveProperty("endedAt");
    expect(await site.tables.record(reference)).toMatchObject({ status: "completed" });
  });

  it("about one consent end that one where the staff says which", async () => {
    const email = given.address();
    const subscription = await newsletter(email);
    const answered = await survey(email);
    const reference = await chosen("withdraw", email, "the survey only");
    await staff.desk("approve", reference, "--consent", "survey");
    await settled(site);
    expect(await consentOf(answered, "survey")).toHaveProperty("endedAt");
    expect(await consentOf(subscription, "newsletter")).not.toHaveProperty("endedAt");
    const objection = await chosen("object", email, "You draw a profile of me");
    const { code, err } = await staff.desk("approve", objection, "--consent", "survey");
    expect([code, err]).toEqual([1, expect.stringContaining("withdraws no consent")]);
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
