import { describe, expect, it } from "vitest";
import { FOR_A_CLAIM, staffOf } from "../desk/staff.ts";
import { type Asking, asking, confirmed, erasureStack } from "./erasing.ts";
import { exported, objectsOf, standing } from "./exporting.ts";
import { urlencoded } from "./visitor.ts";

/** Time enough to change one's mind. */
const site = await erasureStack(3600);
const staff = staffOf(site);

const request = ({ reference }: Asking) => site.tables.record(reference);

/** The letter of a second request within five minutes waits its turn. */
async function again(asked: Asking, right: string, rest: object = {}): Promise<Asking> {
  await site.tables.forgetLettersTo(asked.reference);
  return await asking(site, right, asked.email, rest);
}

describe("who asks to be erased", () => {
  it("has the copies that were made for them erased at once, while it can still be cancelled", async () => {
    const asked = await exported(site);
    expect(await objectsOf(site, asked)).toEqual(["bundle.zip"]);
    const erasing = await again(asked, "erase");
    await confirmed(site, erasing);
    expect(await objectsOf(site, asked)).toEqual([]);
    expect(await request(asked)).toMatchObject({ status: "completed", dueAs: "request-identity" });
    expect(await request(asked)).not.toHaveProperty("bundle");
    expect(await standing(site, asked)).not.toHaveProperty("download");
    const { Audit } = await site.tables.everything();
    const history = Audit.filter(({ pk }) => pk === `request#${asked.reference}`);
    expect(history.at(-1)).toMatchObject({ what: "copy erased", by: "erasure" });
    expect(await request(erasing)).toMatchObject({ status: "in-progress" });

    await standing(site, erasing);
    expect((await erasing.browser.post("/request/cancel", urlencoded({ sure: "yes" }))).status).toBe(200);
  });

  it("has them erased though a complaint of theirs is open: that is about the data, not about a copy", async () => {
    const asked = await exported(site);
    await confirmed(site, await again(asked, "complaint", { details: "It took you too long" }));
    await confirmed(site, await again(asked, "erase"));
    expect(await objectsOf(site, asked)).toEqual([]);
    expect(await request(asked)).not.toHaveProperty("bundle");
  });

  it("keeps a copy that a legal hold keeps, in the bucket and in the books", async () => {
    const asked = await exported(site);
    const held = await staff.desk(
      "hold",
      asked.reference,
      "--scope",
      "holder",
      "export-bundles",
      ...FOR_A_CLAIM,
    );
    expect(held.code, held.err).toBe(0);
    await confirmed(site, await again(asked, "erase"));
    expect(await objectsOf(site, asked)).toEqual(["bundle.zip"]);
    expect(await request(asked)).toHaveProperty("bundle");
  });

  it("begins to wait, whether or not the copies could be erased just now", async () => {
    const asked = await exported(site);
    const erasing = await again(asked, "erase");
    const heal = site.gateway.inject({
      ...{ caller: "ErasureErase", action: "s3:ListObjectsV2", when: "before" },
      times: Number.POSITIVE_INFINITY,
    });
    await confirmed(site, erasing);
    heal();
    expect(await request(erasing)).toMatchObject({ status: "in-progress" });
    expect(await request(erasing)).not.toHaveProperty("begunAt");
    expect(await objectsOf(site, asked)).toEqual(["bundle.zip"]);
  }, 60_000);
});

describe("a copy stays with", () => {
  it("who closes their account", async () => {
    const asked = await exported(site);
    await confirmed(site, await again(asked, "close-account"));
    expect(await objectsOf(site, asked)).toEqual(["bundle.zip"]);
  });

  it("who reports a child", async () => {
    const asked = await exported(site);
    await confirmed(site, await again(asked, "report-a-child", { childEmail: "child@example.org" }));
    expect(await objectsOf(site, asked)).toEqual(["bundle.zip"]);
  });

  it("everybody else", async () => {
    const [asked, other] = [await exported(site), await exported(site)];
    await confirmed(site, await again(other, "erase"));
    expect([await objectsOf(site, asked), await objectsOf(site, other)]).toEqual([["bundle.zip"], []]);
  });
});
