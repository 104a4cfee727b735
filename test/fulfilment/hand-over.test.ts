import { expect, it } from "vitest";
import { handOver } from "../../functions/fulfilment/hand-over.ts";
import { putBundle } from "../../functions/records/bundles.ts";
import { historyOf } from "../../functions/records/history.ts";
import { getRequest } from "../../functions/records/requests.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { givenStores } from "../data-map/given.ts";
import { type Person, somebody, workplace } from "../export/given.ts";
import { concluderOf, keyOf, runOf } from "./given.ts";

const stores = givenStores();
const SEALED = "2026-11-22T11:59:00.000Z";

async function withCopy(more: object = {}, missing: readonly string[] = []): Promise<Person> {
  const one = await somebody(stores(), "access", {}, { open: "open", deadline: "2026-12-22", ...more });
  await putBundle(workplace(stores(), one), { sealedAt: SEALED, missing }, Buffer.from("a copy"));
  return one;
}

const requestOf = (one: Person) => getRequest(stores().database, keyOf(one));
const lettersOf = async ({ subject }: Person) =>
  (await stores().rows("records")).filter(
    ({ pk, letter }) => pk === `subject#${subject}` && letter !== undefined,
  );

it("completes the request with its copy and puts one letter into the outbox, however often it is called", async () => {
  const one = await withCopy({ awaits: { token: "t", reason: "r", decision: "approve" } });
  for (let times = 0; times < 2; times += 1)
    expect(await handOver(runOf(one), concluderOf(stores()))).toEqual({ stopped: false });
  const { auditHash: _, auditSequence, ...request } = (await requestOf(one)) ?? {};
  expect(auditSequence).toBe(1);
  expect(request).toMatchObject({
    ...{ status: "completed", concludedAt: "2026-11-22T12:00:00.000Z", sealed: expect.any(String) },
    ...{ due: "2026-11-30", dueAs: "export-bundle" },
    bundle: {
      ...{ key: `${one.run.request}/bundle.zip`, bytes: 6, missing: [] },
      ...{ sealedAt: SEALED, expiresAt: "2026-11-29T11:59:00.000Z" },
    },
  });
  for (const gone of ["open", "deadline", "awaits"]) expect(request).not.toHaveProperty(gone);
  expect(await lettersOf(one)).toMatchObject([
    { letter: "export-ready", intent: `${one.run.request}-ready` },
  ]);
  expect(await historyOf(stores().database, one.run.request)).toMatchObject([
    { what: "copy handed over", details: { bytes: 6, missing: 0 } },
  ]);
});

it("names what is missing as letters do", async () => {
  const one = await withCopy({}, ["attachments", "a holder of long ago"]);
  await handOver(runOf(one), concluderOf(stores()));
  expect((await requestOf(one))?.bundle?.missing).toEqual([
    "the files you sent with our forms",
    "a holder of long ago",
  ]);
});

it.each(["cancelled", "refused"])("hands nothing over where it is %s meanwhile", async (status) => {
  const one = await withCopy({ status });
  expect(await handOver(runOf(one), concluderOf(stores()))).toEqual({ stopped: true });
  expect(await requestOf(one)).not.toHaveProperty("bundle");
  expect(await lettersOf(one)).toEqual([]);
});

it("hands nothing over of which a record was marked since it was collected", async () => {
  const one = await withCopy({ marked: "a word" });
  expect(await handOver(runOf(one), concluderOf(stores()))).toEqual({ stopped: false, outdated: true });
  expect(await requestOf(one)).not.toHaveProperty("bundle");
  expect(await lettersOf(one)).toEqual([]);
  const label = { sealedAt: SEALED, missing: [], marked: "a word" };
  await putBundle(workplace(stores(), one), label, Buffer.from("a copy made anew"));
  expect(await handOver(runOf(one), concluderOf(stores()))).toEqual({ stopped: false });
  expect(await requestOf(one)).toMatchObject({ status: "completed" });
  expect(await requestOf(one)).not.toHaveProperty("marked");
});

it("hands nothing over while everything about the person is being erased; it comes again", async () => {
  const one = await withCopy();
  const since = "2026-11-22T12:00:00Z";
  const tombstone = { pk: `subject#${one.subject}`, sk: "tombstone", request: newReference(), since };
  await stores().put("records", [tombstone]);
  await expect(handOver(runOf(one), concluderOf(stores()))).rejects.toThrow(
    expect.objectContaining({ name: "ErasureRunning" }),
  );
  expect(await lettersOf(one)).toEqual([]);
});

it("promises no copy that is not there", async () => {
  const one = await somebody(stores());
  await expect(handOver(runOf(one), concluderOf(stores()))).rejects.toThrow(
    expect.objectContaining({ name: "CopyGone" }),
  );
  expect(await lettersOf(one)).toEqual([]);
});
