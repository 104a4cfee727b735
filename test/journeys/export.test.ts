import { describe, expect, it, vi } from "vitest";
import { staffOf } from "../desk/staff.ts";
import { given } from "../given.ts";
import { type Asking, asking, confirm, confirmed, erasureStack, manyAsking, settled } from "./erasing.ts";
import { confirmForm, copyOf, exported, objectsOf, readyLetters, standing, write } from "./exporting.ts";

const site = await erasureStack();
const staff = staffOf(site);

const request = ({ reference }: Asking) => site.tables.record(reference);
const dataOf = async (asked: Asking) => JSON.stringify((await copyOf(site, asked))?.data);

describe("a request for one's data", () => {
  it("is answered by itself: a copy, one letter that says so, and nothing left of the making", async () => {
    const asked = await asking(site, "access");
    const reference = await write(site, asked.email, "Where is my parcel?");
    await confirmed(site, asked);

    expect(await request(asked)).toMatchObject({ status: "completed", dueAs: "export-bundle" });
    expect(await request(asked)).not.toHaveProperty("open");
    const [letter, ...more] = await readyLetters(site, asked.email);
    expect(more).toEqual([]);
    expect(letter?.text).not.toMatch(/parcel|bundle\.zip|X-Amz/);
    expect(await objectsOf(site, asked)).toEqual(["bundle.zip"]);
    const data = await dataOf(asked);
    expect(data).toContain("Where is my parcel?");
    expect(data).toContain(reference);
    expect(await standing(site, asked)).toMatchObject({ status: "completed", download: expect.anything() });
  });

  it("from a day on leaves out what came before it", async () => {
    const asked = await asking(site, "access", given.address(), { since: "2026-01-31" });
    const old = await write(site, asked.email, "An old question");
    await write(site, asked.email, "A new question");
    const before = { ...(await site.tables.record(old)), receivedAt: "2026-01-30T23:59:59.999Z" };
    await site.tables.put("Records", before);
    await confirmed(site, asked);
    const data = await dataOf(asked);
    expect([data.includes("A new question"), data.includes("An old question")]).toEqual([true, false]);
  });

  it("of two people at once gives each their own, and nothing of the other's", async () => {
    const people = await manyAsking(site, [given.address("ann"), given.address("bob")], "know");
    await Promise.all(people.map(({ email }) => write(site, email, `This is ${email}`)));
    await Promise.all(people.map(confirm));
    await settled(site);
    const copies = await Promise.all(people.map(dataOf));
    for (const [n, { email }] of people.entries())
      expect(copies.map((copy) => copy.includes(`This is ${email}`))).toEqual([n === 0, n === 1]);
  });
});

describe.each(["confirm", "know-categories"])("%s", (right) => {
  it("is answered by the same machine, and discloses no record", async () => {
    const asked = await asking(site, right);
    await write(site, asked.email, "Where is my parcel?");
    await confirmed(site, asked);
    expect(await request(asked)).toMatchObject({ status: "completed" });
    expect(await dataOf(asked)).not.toContain("Where is my parcel?");
    expect(await readyLetters(site, asked.email)).toHaveLength(1);
  });
});

describe("portability", () => {
  it("has what the person provided, and not what we noted beside it", async () => {
    const asked = await asking(site, "portability");
    await confirmForm(site, await write(site, asked.email, "Where is my parcel?"));
    await write(site, asked.email, "A stranger's words with this address");
    await confirmed(site, asked);
    const data = await dataOf(asked);
    expect(data).toContain("Where is my parcel?");
    expect(data).not.toContain("stranger");
    expect(data).not.toContain("record:lawfulBasis");
  });

  it("to an address that is none is refused with the form", async () => {
    for (const sendTo of ["http://example.com/", "https://10.0.0.1/", "https://ann:pw@example.com/"])
      await expect(asking(site, "portability", given.address(), { sendTo })).rejects.toThrow("422");
  });

  it("to a controller that is not on the list waits for the desk; one out of reach is named to the person", async () => {
    const sendTo = "https://nobody.example.com/receive";
    const asked = await exported(site, "portability", given.address(), { sendTo });
    const listed = (await staff.desk("list")).out;
    expect(listed).toContain("it is to be sent to a controller that is not on the list");
    expect((await staff.desk("approve", asked.reference)).code).toBe(0);
    await settled(site);
    expect(await request(asked)).toMatchObject({ status: "completed", sent: { outcome: "unreachable" } });
    const [letter] = await readyLetters(site, asked.email);
    expect(letter?.text).toContain("they did not answer");
    expect(await standing(site, asked)).toMatchObject({ sent: "unreachable", download: expect.anything() });
    expect((await asked.browser.get("/request")).text).toContain("they did not answer");
    const { Audit } = await site.tables.everything();
    expect(JSON.stringify([Audit, listed, letter])).not.toContain("nobody.example.com");
  }, 30_000);
});

describe("a holder that cannot be read", () => {
  const away = () =>
    site.gateway.inject({
      ...{ caller: "ExportMake", action: "s3:ListObjectsV2", when: "before" },
      times: Number.POSITIVE_INFINITY,
    });
  const isSealing = () =>
    site.calls().some(({ caller, action }) => caller.startsWith("ExportMake") && action === "s3:HeadObject");

  it("is named to the desk; once it can be read, the copy is whole", async () => {
    const heal = away();
    const asked = await exported(site);
    expect((await staff.desk("list")).out).toContain("attachments, export-bundles: could not be read");
    expect(await readyLetters(site, asked.email)).toEqual([]);
    heal();
    expect((await staff.desk("approve", asked.reference)).code).toBe(0);
    await settled(site);
    expect(await request(asked)).toMatchObject({ status: "completed", bundle: { missing: [] } });
  }, 60_000);

  it("and stays so goes out without it after the desk has looked once, and says what is missing", async () => {
    site.gateway.clear();
    const heal = away();
    const asked = await exported(site);
    await staff.desk("approve", asked.reference);
    await vi.waitUntil(isSealing, 30_000);
    heal();
    await settled(site);
    expect(await request(asked)).toMatchObject({ status: "completed" });
    const missing = "the files you sent with our forms";
    expect((await readyLetters(site, asked.email))[0]?.text).toContain(missing);
    expect((await staff.desk("show", asked.reference)).out).toContain(`Not in the copy:\n  ${missing}`);
  }, 60_000);

  it("can be a reason to refuse: then nothing is left of what was collected", async () => {
    const heal = away();
    const asked = await exported(site);
    heal();
    expect(await objectsOf(site, asked)).not.toEqual([]);
    expect((await staff.desk("refuse", asked.reference, "--ground", "not-verified")).code).toBe(0);
    await settled(site);
    expect(await request(asked)).toMatchObject({ status: "refused" });
    expect(await objectsOf(site, asked)).toEqual([]);
  }, 60_000);
});
