import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { assemblyWith } from "./erasing.ts";
import { nightOf } from "./sweeping.ts";
import { json } from "./visitor.ts";

const { Resources } = given.assembly().template;
const controller = Object.values(Resources)
  .map((one) => one.Properties as { Environment?: { Variables?: { CONTROLLER?: string } } } | undefined)
  .map((properties) => properties?.Environment?.Variables?.CONTROLLER)
  .find((text) => text !== undefined);

describe("a friend's address that nobody has confirmed", () => {
  it.each([
    ["sooner than other things", { referral: "P2D", unverified: "P30D" }, 2],
    ["as late as other things at most", { referral: "P30D", unverified: "P3D" }, 3],
  ])("is due as its letter says, %s", async (_, retention, days) => {
    const CONTROLLER = JSON.stringify({ ...JSON.parse(controller ?? ""), retention });
    const stack = await given.localStack({ assembly: assemblyWith({ CONTROLLER }) });
    const today = Temporal.Now.plainDateISO("UTC");
    await stack.program().post("/forms/referral", json({ email: given.address("friend") }));
    const records = await stack.tables.items("Records");
    const [submission] = records.filter(({ sk }) => sk?.startsWith("submission#"));
    const due = today.add({ days: days + 1 }).toString();
    expect(submission).toMatchObject({ form: "referral", status: "unverified", due, dueAs: "unverified" });

    // The first night looks at the whole table: it finds nothing to move.
    expect(await nightOf(stack, `${today.add({ days: 1 })}T02:30:00Z`)).toBe("SUCCEEDED");
    expect((await stack.tables.items("Records")).find(({ sk }) => sk === submission?.sk)).toMatchObject({
      due,
    });
  });
});
