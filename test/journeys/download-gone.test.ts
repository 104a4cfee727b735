import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import {
  browserOn,
  change,
  codeRow,
  downloadStack,
  historyOf,
  inDays,
  newCode,
  type Ready,
  ready,
  type Session,
  sessionOn,
  slugOf,
} from "./downloading.ts";
import { json, urlencoded } from "./visitor.ts";

const site = await downloadStack();
const ERASE = "/request/download/erase";

const copies = async ({ key }: Ready) =>
  [...(await site.buckets.everything()).keys()].filter((name) => name.endsWith(key));

/** Whatever somebody does who still wants it. */
async function everyWay(session: Session, code = "ZZZZZZZZ"): Promise<Set<string>> {
  const answers = [
    await session.get("/request/download"),
    await session.post("/request/download"),
    await session.post("/request/download", { code }),
  ];
  return new Set(answers.map((answer) => `${answer.status} ${slugOf(answer)}`));
}

describe("a copy whose time is over", () => {
  it("is not handed out, though the bucket and the row still have it, and no letter goes", async () => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const code = await newCode(site, session, person);
    const { bundle } = await site.tables.record(person.reference);
    await change(site, person.reference, { bundle: { ...(bundle as object), expiresAt: inDays(0) } });
    const letters = (await site.inbox.lettersTo(person.email)).length;
    expect(await everyWay(session, code)).toEqual(new Set(["410 copy-gone"]));
    expect((await session.get("/request")).json()).toMatchObject({ download: { available: false } });
    const browser = await browserOn(site, person);
    const page = await browser.post("/request/download", urlencoded({ code }));
    expect([page.status, page.text.includes("make the request again")]).toEqual([410, true]);
    expect((await browser.get("/request")).text).not.toContain("Your copy");
    expect(await site.inbox.lettersTo(person.email)).toHaveLength(letters);
    expect(await historyOf(site, person.reference)).toEqual([]);
  });
});

describe("a copy that S3 has lost", () => {
  it("is said to be gone, whatever the row says, and takes no code and no letter", async () => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const code = await newCode(site, session, person);
    await site.buckets.remove("StoresExports", person.key);
    expect(await everyWay(session, code)).toEqual(new Set(["410 copy-gone"]));
    expect(await codeRow(site, person.reference)).toMatchObject({ codeTries: 0 });
  });
});

describe("a copy that its person has erased", () => {
  it("is gone at once with all that it was made from; the request's next clock runs", async () => {
    const [person, other] = [await ready(site), await ready(site)];
    const session = await sessionOn(site, person);
    const code = await newCode(site, session, person);
    const under = person.key.replace("bundle.zip", "work/segment-0");
    await site.buckets.put("StoresExports", under, "sealed");
    const answer = await session.post(ERASE);
    expect([answer.status, answer.json()]).toEqual([200, { status: "erased", reference: person.reference }]);
    expect(await copies(person)).toEqual([]);
    expect(await copies({ ...person, key: under })).toEqual([]);
    expect(await copies(other)).toHaveLength(1);
    const record = await site.tables.record(person.reference);
    expect(record.bundle).toBeUndefined();
    expect(record).toMatchObject({ status: "completed", dueAs: "request-identity" });
    expect(String(record.due) > inDays(29).slice(0, 10)).toBe(true);
    expect(await everyWay(session, code)).toEqual(new Set(["410 copy-gone"]));
    expect((await session.get("/request")).json()).not.toHaveProperty("download");
    expect((await session.post(ERASE)).status).toBe(200);
    expect(await historyOf(site, person.reference)).toEqual(["copy erased"]);
  });

  it("is erased when its person says so, whatever else of theirs is open", async () => {
    const person = await ready(site);
    await site.tables.forgetLettersTo(person.reference);
    const program = site.program();
    const complaint = { ...given.request(person.email), details: "It took you too long" };
    await program.post("/rights/complaint", json(complaint));
    const { token, code } = await site.inbox.letterTo(person.email);
    expect((await program.post("/verify", json({ token, code }))).status).toBe(200);
    expect((await (await sessionOn(site, person)).post(ERASE)).status).toBe(200);
    expect(await copies(person)).toEqual([]);
  });

  it("is erased from its page by a tick and a button, and by no button alone", async () => {
    const person = await ready(site);
    const browser = await browserOn(site, person);
    const page = (await browser.get("/request")).text;
    expect(page).toContain('action="/request/download/erase"');
    expect(page).toContain('name="sure" value="yes" required');
    const pressed = await browser.post(ERASE, urlencoded({}));
    expect([pressed.status, pressed.text.includes("Please tick the box")]).toEqual([422, true]);
    expect(await copies(person)).toHaveLength(1);
    const ticked = await browser.post(ERASE, urlencoded({ sure: "yes" }));
    expect([ticked.status, ticked.text.includes("The copy is erased")]).toEqual([200, true]);
    expect(await copies(person)).toEqual([]);
  });

  it("is erased though the answer of any call was lost on the way, by asking again", async () => {
    const calls = ["s3:DeleteObjects", "s3:ListObjectsV2", "dynamodb:TransactWriteItems"];
    for (const action of calls)
      for (const when of ["before", "after"] as const) {
        const person = await ready(site);
        const session = await sessionOn(site, person);
        await site.settled();
        const back = site.gateway.inject({ action, when, times: 9 });
        await session.post(ERASE);
        back();
        expect((await session.post(ERASE)).status, `${when} ${action}`).toBe(200);
        expect(await copies(person)).toEqual([]);
        expect(await historyOf(site, person.reference)).toEqual(["copy erased"]);
      }
  });
});

describe("a copy under a legal hold", () => {
  it("stays, and its person reads why and until when; released, it is erased", async () => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const [guard, row] = holdOf(person, "claim-1");
    await site.tables.put("Records", guard);
    await site.tables.put("Records", row);
    const answer = await session.post(ERASE);
    expect([answer.status, slugOf(answer)]).toEqual([409, "copy-held"]);
    expect(answer.json().detail).toContain("because of a legal claim (GDPR 17(3)(e))");
    const page = await (await browserOn(site, person)).post(ERASE, urlencoded({ sure: "yes" }));
    expect([page.status, page.text.includes("3 March 2046")]).toEqual([409, true]);
    expect(await copies(person)).toHaveLength(1);
    const code = await newCode(site, session, person);
    expect((await session.post("/request/download", { code })).status).toBe(200);

    await site.tables.remove("Records", row);
    await site.tables.put("Records", { ...guard, version: 2, holds: undefined });
    expect((await session.post(ERASE)).status).toBe(200);
    expect(await historyOf(site, person.reference)).toEqual(["downloaded", "copy erased"]);
  });
});

/** A hold as the desk places it. */
function holdOf({ pk }: Ready, id: string) {
  const words = { ground: "legal-claim", citation: "GDPR 17(3)(e)", until: "2046-03-03" };
  const placed = { placedAt: inDays(0), placedBy: "tess" };
  return [
    { pk, sk: "guard", version: 1, holds: new Set([id]) },
    { pk, sk: `hold#${id}`, id, scope: { holder: "export-bundles" }, ...words, ...placed },
  ] as const;
}

describe("a request without a copy", () => {
  it("says whether one is still to come, or never will", async () => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    await change(site, person.reference, { bundle: undefined, status: "in-progress" });
    expect(await everyWay(session)).toEqual(new Set(["409 copy-not-ready"]));
    expect(slugOf(await session.post(ERASE))).toBe("copy-not-ready");
    await change(site, person.reference, { status: "refused" });
    expect(await everyWay(session)).toEqual(new Set(["404 no-copy"]));
    await change(site, person.reference, { right: "erase", status: "completed" });
    expect(await everyWay(session)).toEqual(new Set(["404 no-copy"]));
    expect(slugOf(await session.post(ERASE))).toBe("no-copy");
  });
});
