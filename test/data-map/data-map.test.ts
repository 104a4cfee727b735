import { beforeEach, expect, test } from "vitest";
import { holderNamed } from "../../functions/data-map/data-map.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { collected, givenStores, newSubject, row, times } from "./given.ts";

const stores = givenStores();
let ann: SubjectId;
beforeEach(() => {
  ann = newSubject();
});

test("everything that was put for a person is collected, once, by its key, and nobody else's", async () => {
  const bob = newSubject();
  const reference = newReference();
  const records = [
    ...times(30, () => row.submission(ann, { sealed: "s".repeat(90_000) })),
    ...times(3, () => row.consent(ann)),
    ...times(3, () => row.request(ann)),
    row.outbox(ann),
  ];
  const [verification, lookup, link] = row.verification(ann);
  const fleeting = [verification, link, row.statusToken(ann), row.session(ann), row.letterBudget(ann)];
  await stores().put("records", [...records, row.submission(bob), row.request(bob)]);
  await stores().put(
    "fleeting",
    [...fleeting, lookup, ...row.verification(bob)].filter((one) => one !== undefined),
  );
  await stores().putObject("attachments", `${ann}/${reference}/cv`);
  await stores().putObject("exports", `${ann}/${reference}/bundle.zip`);
  await stores().putObject("exports", `${bob}/${reference}/bundle.zip`);

  stores().rig.gateway.clear();
  const found = [];
  for (const holder of stores().holders) found.push(...(await collected(holder, ann)));
  const keys = [...records, ...fleeting].map((one) => one?.sk);
  expect(found.map(({ key }) => key).sort()).toEqual(
    [...keys, `${reference}/cv`, `${reference}/bundle.zip`].sort(),
  );
  // 2.7 MB of submissions come in pages of 1 MB; no item is read by itself.
  const queries = stores()
    .actions()
    .filter((action) => action !== "s3:ListObjectsV2");
  expect(new Set(queries)).toEqual(new Set(["dynamodb:Query"]));
  expect(queries.length).toBeLessThanOrEqual(5 + 3);
});

test("nothing that a holder says of an item names the person", async () => {
  await stores().put("records", [row.submission(ann), row.request(ann)]);
  await stores().putObject("attachments", `${ann}/${newReference()}/cv`);
  for (const holder of stores().holders)
    expect(JSON.stringify(await collected(holder, ann))).not.toContain(ann);
});

test("holders go by names of their own, and the files go before the submissions that lead to them", () => {
  const names = stores().holders.map((holder) => holder.describe().name);
  expect(names).toEqual([
    ...["attachments", "export-bundles", "fleeting", "outbox-entries"],
    ...["consents", "submissions", "rights-requests"],
  ]);
  expect(holderNamed(stores().holders, "consents")?.describe().title).toBe("your consents and subscriptions");
  expect(holderNamed(stores().holders, "analytics")).toBeUndefined();
});
