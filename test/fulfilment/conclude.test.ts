import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { conclude } from "../../functions/fulfilment/conclude.ts";
import type { Concluder } from "../../functions/fulfilment/concluder.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { Run } from "../../functions/policy/run.ts";
import { placeHold } from "../../functions/records/holds.ts";
import type { ReceiptKey } from "../../functions/records/receipt-key.ts";
import { getRequest } from "../../functions/records/requests.ts";
import { getTombstone, noteOnTombstone, putTombstone } from "../../functions/records/tombstones.ts";
import { givenStores, hold, NOW } from "../data-map/given.ts";
import { type Person, somebody } from "../export/given.ts";
import { concluderOf, keyOf, runOf } from "./given.ts";

const stores = givenStores();

/** A key of this process; on AWS it is one of KMS. */
function ownKey(): ReceiptKey {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  return {
    publicKey: async () => ({ kty: "EC", crv: "P-256", x, y, use: "sig", alg: "ES256", kid: "of this test" }),
    sign: async (text) =>
      sign("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url"),
  };
}
const concluder = (): Concluder => ({ ...concluderOf(stores()), receiptKey: ownKey() });

const hasKey = async ({ subject }: Person) =>
  (await stores().rows("keys")).some(({ pk }) => pk === `subject#${subject}`);
const requestOf = (one: Person) => getRequest(stores().database, keyOf(one));

/** All that was about `target` is erased and proved. */
async function proved(target: SubjectId, { run }: Person): Promise<void> {
  const { database } = stores();
  await putTombstone(database, target, run.request, NOW);
  const tombstone = await getTombstone(database, target);
  if (tombstone === undefined) throw new Error("no tombstone");
  await noteOnTombstone(database, target, { ...tombstone, manifest: {}, outcomes: [] });
}

describe("the key of who asked goes with the last of what it opens", () => {
  it.each(["erase", "access"])("where %s is refused", async (right) => {
    const one = await somebody(stores(), right);
    await conclude(runOf(one), concluder());
    expect(await requestOf(one)).toMatchObject({ status: "refused" });
    expect(await requestOf(one)).not.toHaveProperty("sealed");
    expect(await hasKey(one)).toBe(false);
  });

  it("and not before: something else of theirs needs it", async () => {
    const one = await somebody(stores(), "erase");
    await stores().put("records", [await one.submission({ message: "hello" })]);
    await conclude(runOf(one), concluder());
    expect(await requestOf(one)).not.toHaveProperty("sealed");
    expect(await hasKey(one)).toBe(true);
  });

  it("and not before: who asked is held", async () => {
    const one = await somebody(stores(), "erase");
    await placeHold(stores().database, one.subject, hold());
    await conclude(runOf(one), concluder());
    expect(await requestOf(one)).toHaveProperty("sealed");
    expect(await hasKey(one)).toBe(true);
  });

  it("where everything of theirs was erased", async () => {
    const one = await somebody(stores(), "erase");
    await proved(one.subject, one);
    await conclude(runOf(one), concluder());
    expect(await requestOf(one)).toMatchObject({ status: "completed", receipt: expect.any(String) });
    expect(await hasKey(one)).toBe(false);
  });
});

describe("the report of a child", () => {
  async function reported() {
    const [reporter, child] = [await somebody(stores(), "report-a-child"), await somebody(stores())];
    return { reporter, child, run: Run.parse({ ...reporter.run, target: child.subject }) };
  }

  it("refused, takes the key of who reported, and leaves the child's", async () => {
    const { reporter, child, run } = await reported();
    await conclude(run, concluder());
    expect(await requestOf(reporter)).toMatchObject({ status: "refused" });
    expect([await hasKey(reporter), await hasKey(child)]).toEqual([false, true]);
  });

  it("approved, takes both", async () => {
    const { reporter, child, run } = await reported();
    await stores().put("records", [await child.request({ sealed: undefined }, {}, child.run.request)]);
    await proved(child.subject, reporter);
    await conclude(run, concluder());
    expect(await requestOf(reporter)).toMatchObject({ status: "completed" });
    expect([await hasKey(reporter), await hasKey(child)]).toEqual([false, false]);
  });

  it("approved, leaves a key that still opens something", async () => {
    const { reporter, child, run } = await reported();
    await stores().put("records", [await reporter.submission({ message: "hello" })]);
    await proved(child.subject, reporter);
    await conclude(run, concluder());
    expect([await hasKey(reporter), await hasKey(child)]).toEqual([true, true]);
  });
});
