import { SESClient } from "@aws-sdk/client-ses";
import { describe, expect, it } from "vitest";
import { conclude } from "../../functions/fulfilment/conclude.ts";
import { tell } from "../../functions/fulfilment/tell.ts";
import { historyOf } from "../../functions/records/history.ts";
import { getRequest } from "../../functions/records/requests.ts";
import { givenStores } from "../data-map/given.ts";
import { type Person, somebody } from "../export/given.ts";
import { concluderOf, keyOf, runOf } from "./given.ts";

const stores = givenStores();
const requestOf = (one: Person) => getRequest(stores().database, keyOf(one));
const told = async ({ run }: Person) =>
  (await historyOf(stores().database, run.request)).filter(({ what }) => what === "told");

/** Nothing is sent here: nobody listens where the mail service should be. */
const concluder = () => ({
  ...concluderOf(stores()),
  ses: new SESClient({
    ...{ endpoint: "http://127.0.0.1:1", region: "eu-central-1", maxAttempts: 1 },
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  }),
});

describe("the last letter", () => {
  it("is written into the history once, when the request is concluded, with what became of it", async () => {
    const one = await somebody(stores(), "erase");
    for (let times = 0; times < 2; times += 1) await conclude({ ...runOf(one), told: "sent" }, concluder());
    expect(await told(one)).toMatchObject([{ by: "fulfilment", details: { letter: "sent" } }]);
    expect(await requestOf(one)).toMatchObject({ status: "refused", toldAt: "2026-11-22T12:00:00.000Z" });
  });

  it("is not sent again in the same execution", async () => {
    const one = await somebody(stores(), "erase", {}, { ground: "unfounded" });
    const run = { ...runOf(one), told: "unknown" as const };
    expect(await tell(run, concluder())).toEqual(run);
  });

  it.each([
    ["was told before", { toldAt: "2026-11-22T11:00:00.000Z", ground: "unfounded" }],
    ["has cancelled", { status: "cancelled" }],
    ["is not known any more", { sealed: undefined, ground: "unfounded" }],
    ["has nothing to hear", {}],
  ])("goes to nobody who %s", async (_who, more) => {
    const one = await somebody(stores(), "erase", {}, more);
    expect(await tell(runOf(one), concluder())).toEqual({ ...runOf(one), told: "nobody" });
    expect(await told(one)).toEqual([]);
  });

  it("fails the step where it surely did not go, and so goes later", async () => {
    const one = await somebody(stores(), "erase", {}, { ground: "unfounded" });
    await expect(tell(runOf(one), concluder())).rejects.toThrow(
      expect.objectContaining({ name: "MailUnavailable" }),
    );
    expect(await requestOf(one)).not.toHaveProperty("toldAt");
  });
});
