import { DeleteObjectsCommand } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, test } from "vitest";
import { attachments } from "../../functions/data-map/attachments.ts";
import { readGuard } from "../../functions/data-map/guard.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { HolderUnavailable } from "../../functions/policy/errors.ts";
import { placeHold } from "../../functions/records/holds.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { collected, givenStores, hold, NOW, newSubject } from "./given.ts";

const stores = givenStores();
let ann: SubjectId;
beforeEach(() => {
  ann = newSubject();
});

const guardOf = (subject: SubjectId) => readGuard(stores().database, subject, undefined, NOW);

describe.each([
  ["attachments", "attachments"],
  ["export-bundles", "exports"],
] as const)("%s", (name, bucket) => {
  test("are collected by key, and erased with one call a page, nobody else's among them", async () => {
    const bob = newSubject();
    const reference = newReference();
    for (const file of ["cv", "letter"]) await stores().putObject(bucket, `${ann}/${reference}/${file}`);
    await stores().putObject(bucket, `${bob}/${reference}/cv`);
    const holder = stores().holder(name);
    expect(await collected(holder, ann)).toEqual(
      ["cv", "letter"].map((file) => ({
        ...{ holder: name, key: `${reference}/${file}`, record: reference, personal: true },
        receivedAt: expect.stringMatching(/Z$/),
      })),
    );
    const guard = await guardOf(ann);
    stores().rig.gateway.clear();
    expect(await holder.erase(ann, guard, NOW)).toMatchObject({ destroyed: 2, retained: 0, next: undefined });
    expect(stores().actions()).toEqual([
      ...["s3:ListObjectsV2", "dynamodb:Query", "dynamodb:Query"],
      "s3:DeleteObjects",
    ]);
    expect(await collected(holder, ann)).toEqual([]);
    expect(await collected(holder, bob)).toHaveLength(1);
  });

  test("that are not there cost one call", async () => {
    const guard = await guardOf(ann);
    stores().rig.gateway.clear();
    expect(await stores().holder(name).erase(ann, guard, NOW)).toMatchObject({ destroyed: 0, retained: 0 });
    expect(stores().actions()).toEqual(["s3:ListObjectsV2"]);
  });

  test("see a hold that was placed after the guard was read", async () => {
    const [held, free] = [newReference(), newReference()];
    for (const one of [held, free]) await stores().putObject(bucket, `${ann}/${one}/cv`);
    const guard = await guardOf(ann);
    await placeHold(stores().database, ann, hold({ scope: { record: held } }));
    const erased = await stores().holder(name).erase(ann, guard, NOW);
    expect(erased).toMatchObject({ destroyed: 1, retained: 1, guard: { versions: { person: 1 } } });
    expect((await collected(stores().holder(name), ann)).map(({ record }) => record)).toEqual([held]);
  });
});

test("goes on after a key, whether or not its object is still there", async () => {
  const references = Array.from({ length: 3 }, newReference).sort();
  for (const one of references) await stores().putObject("attachments", `${ann}/${one}/cv`);
  const holder = stores().holder("attachments");
  const erased = await holder.erase(ann, await guardOf(ann), NOW, `${references[0]}/zzz`);
  expect(erased).toMatchObject({ destroyed: 2 });
  expect((await collected(holder, ann)).map(({ record }) => record)).toEqual([references[0]]);
});

test("an answer of 200 that names keys which were kept is a failure", async () => {
  await stores().putObject("attachments", `${ann}/${newReference()}/cv`);
  const { client, bucket } = stores().attachments;
  // The emulator never answers so; S3 does, where a single key is denied or in trouble.
  const answering = new Proxy(client, {
    get: (target, name) =>
      name !== "send"
        ? Reflect.get(target, name)
        : async (command: Parameters<typeof target.send>[0]) =>
            command instanceof DeleteObjectsCommand
              ? { Errors: [{ Key: `${ann}/x`, Code: "SlowDown" }] }
              : await target.send(command),
  });
  const failing = attachments({ client: answering, bucket }, stores().database).erase(
    ann,
    await guardOf(ann),
    NOW,
  );
  await expect(failing).rejects.toThrow(HolderUnavailable);
  await expect(failing).rejects.toThrow("1 objects were not deleted: SlowDown");
});
