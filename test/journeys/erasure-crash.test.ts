import { expect, it } from "vitest";
import { given } from "../given.ts";
import { asking, confirm, erasureStack, lastLetters, personal, sendForm, settled } from "./erasing.ts";

const FOR_EVER = Number.POSITIVE_INFINITY;

/** Where the process dies, one time after the other: at a call that does not come through. */
const deaths = [
  { caller: "ErasureErase", action: "s3:PutObject" },
  { caller: "ErasureErase", action: "s3:ListObjectsV2", skip: 1 },
  { caller: "FulfilmentConclude", action: "ses:SendRawEmail" },
  { caller: "FulfilmentConclude", action: "kms:Sign" },
] as const;

it("An erasure whose process dies while it cools off, begins, erases, tells and concludes ends as if nothing had been", async () => {
  const data = given.dataFolder();
  const first = await erasureStack(2, data);
  const asked = await asking(first);
  const reference = await sendForm(first, asked.email);
  await first.buckets.put("StoresAttachments", `${asked.subject}/${reference}/cv`, "sealed");
  await confirm(asked);
  await first.settled();
  expect(first.executions()).toMatchObject([{ name: asked.reference, status: "RUNNING" }]);
  await first.crash();

  for (const death of deaths) {
    const next = await erasureStack(2, data);
    next.gateway.inject({ ...death, when: "before", times: FOR_EVER });
    const struck = () => next.calls().some(({ fault }) => fault !== undefined);
    await expect.poll(struck, { timeout: 30_000, interval: 20 }).toBe(true);
    await next.crash();
  }

  const last = await erasureStack(2, data);
  await settled(last);
  expect(await last.tables.record(asked.reference)).toMatchObject({ status: "completed" });
  expect(await personal(last, asked.pk)).toEqual([]);
  expect((await lastLetters(last, asked.email)).map(({ subject }) => subject)).toEqual([
    "Your request is done",
  ]);
  const events = (await last.tables.items("Audit")).filter(({ pk }) => pk === `request#${asked.reference}`);
  const inOrder = events.sort((one, other) => Number(one.sequence) - Number(other.sequence));
  expect(inOrder.map(({ what }) => what)).toEqual([
    "verified",
    "assessed",
    "erasure begun",
    "told",
    "concluded",
  ]);
  const left = [...(await last.buckets.everything()).keys()];
  expect(left).toEqual([expect.stringContaining(`/${asked.reference}.json`)]);
  expect(last.deadLetters()).toEqual([]);
}, 180_000);
