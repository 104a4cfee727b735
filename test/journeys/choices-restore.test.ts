import { describe, expect, it } from "vitest";
import { staffOf } from "../desk/staff.ts";
import { given } from "../given.ts";
import { choosingOn } from "./choosing.ts";
import { erasureStack } from "./erasing.ts";

const site = await erasureStack();
const staff = staffOf(site);
const { newsletter, survey, chosen, consentOf, history } = choosingOn(site);

describe("after the records were restored from a backup", () => {
  it("what people had withdrawn ends again, from the moment of then; what stands stands, and it can be run again", async () => {
    const [ann, bob, eve] = [given.address(), given.address(), given.address()];
    const came = { ann: await newsletter(ann), bob: await newsletter(bob), eve: await newsletter(eve) };
    const answered = { ann: await survey(ann), bob: await survey(bob) };
    const backup = (await site.tables.items("Records")).filter(({ sk }) => sk !== "suppression");

    const unsubscribed = await chosen("unsubscribe", ann);
    const withdrawn = await chosen("withdraw", bob, undefined, { consent: "survey" });
    const objected = await chosen("object", eve, "You draw a profile of me");
    const { endedAt } = await consentOf(came.ann, "newsletter");
    const brought = new Set([came.ann, came.bob, came.eve, answered.ann, answered.bob]);
    for (const one of [unsubscribed, withdrawn, objected])
      for (const item of await site.tables.recordsAbout(one))
        if (/^(request|suppression)/.test(item.sk ?? "")) await site.tables.remove("Records", item);
    for (const item of backup.filter(({ reference }) => brought.has(String(reference))))
      await site.tables.put("Records", item);
    expect(await consentOf(came.ann, "newsletter")).not.toHaveProperty("endedAt");

    const { code, out, err } = await staff.desk("replay-withdrawals");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("3 consents had come back");
    expect(await consentOf(came.ann, "newsletter")).toMatchObject({ endedAt });
    expect(await site.tables.record(came.ann)).toMatchObject({ retention: "withdrawn" });
    expect(await consentOf(answered.ann, "survey")).not.toHaveProperty("endedAt");
    expect(await consentOf(answered.bob, "survey")).toHaveProperty("endedAt");
    expect(await consentOf(came.bob, "newsletter")).not.toHaveProperty("endedAt");
    expect(await consentOf(came.eve, "newsletter")).toHaveProperty("endedAt");
    const suppressed = (await site.tables.items("Records")).filter(({ sk }) => sk === "suppression");
    expect(suppressed.map(({ request }) => request).sort()).toEqual([unsubscribed, objected].sort());
    expect((await history(unsubscribed)).at(-1)).toBe("withdrawn again after a restore");
    expect((await staff.verifyAudit()).code).toBe(0);

    expect((await staff.desk("replay-withdrawals")).out).toContain("no consent had come back");
    expect((await history(unsubscribed)).filter((what) => String(what).includes("restore"))).toHaveLength(1);
  });

  it("a withdrawal in words ends again as the staff had read it, and one that nobody has read ends nothing", async () => {
    const [ann, bob] = [given.address(), given.address()];
    const answered = { ann: await survey(ann), bob: await survey(bob) };
    const came = await newsletter(ann);
    const backup = await site.tables.items("Records");
    const read = await chosen("withdraw", ann, "my answers");
    await chosen("withdraw", bob, "something");
    await staff.desk("approve", read, "--consent", "survey");
    await site.executionsSettled();
    for (const item of backup.filter(({ reference }) => reference === answered.ann))
      await site.tables.put("Records", item);

    expect((await staff.desk("replay-withdrawals")).out).toContain("1 consent had come back");
    expect(await consentOf(answered.ann, "survey")).toHaveProperty("endedAt");
    expect(await consentOf(came, "newsletter")).not.toHaveProperty("endedAt");
    expect(await consentOf(answered.bob, "survey")).not.toHaveProperty("endedAt");
  });
});
