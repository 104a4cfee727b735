import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { settled } from "./erasing.ts";
import { json, urlencoded } from "./visitor.ts";

const site = await given.localStack();

const recommend = async (email: string) =>
  String((await site.program().post("/forms/referral", json({ email }))).json().reference);

describe("somebody who is recommended", () => {
  it("is asked once, whoever else recommends them and however often it is asked again", async () => {
    const email = given.address("friend");
    const first = await recommend(email);
    await site.settled();
    await site.tables.forgetLettersTo(first);
    const second = await recommend(email);
    await site.settled();
    for (const reference of [first, second]) {
      await site.tables.forgetLettersTo(reference);
      const again = await site.program().post("/sent", json({ reference }));
      expect([again.status, again.json()]).toEqual([202, { reference }]);
    }
    const letters = await site.inbox.lettersTo(email);
    expect(letters.map(({ reference }) => reference)).toEqual([first]);
    const said = await site.program().post("/verify", json({ token: letters[0]?.token }));
    expect(said.json()).toEqual({ status: "confirmed", reference: first });
  });

  it("has the mail; whoever recommended them is told so, and not to look for any", async () => {
    const browser = site.browser();
    const sent = await browser.post("/forms/referral", urlencoded({ email: given.address("friend") }));
    const page = await browser.follow(sent);
    expect(page.text).toContain("We ask your friend, once");
    expect(page.text).not.toContain("<form");
  });

  it("reads what fits a friend: no second letter is promised, and a yes is thanked for as that", async () => {
    const email = given.address("friend");
    await recommend(email);
    const letter = await site.inbox.letterTo(email);
    expect(letter.text).not.toContain("new letter");
    const browser = site.browser();
    const landing = await browser.get("/verify");
    expect(landing.text).toContain("what our e-mail asks");
    expect(landing.text).not.toContain("If it was you");

    const page = await browser.post("/verify", urlencoded({ token: letter.token }));
    expect(page.text).toContain("Thank you for your yes");
    expect(page.text).not.toMatch(/what you sent|Tell a friend/);
  });

  it("after an erasure is not asked, and what was sent in their name is gone with the next night", async () => {
    const email = given.address("erased");
    await site.program().post("/forms/newsletter", json(given.newsletter(email)));
    const { reference: own } = await site.inbox.letterTo(email);
    const { pk } = await site.tables.record(own);
    await site.tables.put("Records", { pk, sk: "suppression" });
    await site.tables.forgetLettersTo(own);

    const reference = await recommend(email);
    await site.settled();
    expect(await site.inbox.lettersTo(email)).toHaveLength(1);
    const { due, receivedAt } = await site.tables.record(reference);
    expect(due).toBe(String(receivedAt).slice(0, 10));
  });

  it.each(["unsubscribe", "object", "withdraw"])("after they said no by %s is not asked", async (right) => {
    const email = given.address();
    const sent = await site.program().post(`/rights/${right}`, json({ email }));
    await settled(site);
    await site.tables.forgetLettersTo(String(sent.json().reference));
    const before = (await site.inbox.lettersTo(email)).length;

    const reference = await recommend(email);
    await site.settled();
    expect(await site.inbox.lettersTo(email)).toHaveLength(before);
    const { due, receivedAt } = await site.tables.record(reference);
    expect(due).toBe(String(receivedAt).slice(0, 10));
  });

  it("who has said no to something else is asked", async () => {
    const email = given.address();
    const sent = await site.program().post("/rights/opt-out", json({ email }));
    await settled(site);
    await site.tables.forgetLettersTo(String(sent.json().reference));
    await recommend(email);
    expect((await site.inbox.letterTo(email)).subject).toContain("Somebody recommended us");
  });
});
