import { describe, expect, it } from "vitest";
import { type Answers, approve, machineOf, named } from "./running-machines.ts";

const run = { request: "7Q2M0V9K4XBD1RTP", subject: "a".repeat(26) };
const assessed = { ...run, scope: "everything", needs: "nobody", reason: "", coolingOffEnds: "" };
const needsPerson = { ...assessed, needs: "person", reason: "it is answered by a person" };

const usual: Answers = {
  "Assess who has to see to it": [assessed],
  "Tell the person": [{ ...run, told: "nobody" }],
  "Conclude the request": [run],
};
const runChoice = machineOf("Choices", run, usual);

describe("the machine of choices", () => {
  it("carries out by itself what nobody has to judge", async () => {
    const { states, ended } = await runChoice({});
    expect(states).toEqual([
      "Assess who has to see to it",
      "Stop what nobody has to judge",
      "Carry it out",
      "Tell the person",
      "Conclude the request",
    ]);
    expect(ended).toBe("succeeded");
  });

  it("stops what nobody has to judge before it asks a person about the rest", async () => {
    const { states, asked } = await runChoice({
      "Assess who has to see to it": [needsPerson],
      "Wait for a person to see to it": [approve],
    });
    expect(states.slice(1, 4)).toEqual([
      "Stop what nobody has to judge",
      "Wait for a person to see to it",
      "Carry it out",
    ]);
    expect(asked).toEqual(["it is answered by a person"]);
  });

  it("carries out nothing that was refused, and tells the person", async () => {
    const { states } = await runChoice({
      "Assess who has to see to it": [needsPerson],
      "Wait for a person to see to it": [{ decision: "refuse" }],
    });
    expect(states.slice(3)).toEqual(["Tell the person", "Conclude the request"]);
  });

  it("ends where there is nothing to do any more, or it was cancelled as it was to wait", async () => {
    const gone = await runChoice({ "Assess who has to see to it": [{ ...assessed, needs: "nothing" }] });
    expect([gone.states.length, gone.ended]).toEqual([1, "succeeded"]);
    const cancelled = await runChoice({
      "Assess who has to see to it": [needsPerson],
      "Wait for a person to see to it": [named("NothingToDecide")],
    });
    expect([cancelled.states.at(-1), cancelled.ended]).toEqual([
      "Wait for a person to see to it",
      "succeeded",
    ]);
  });

  it("hands a step that failed to a person, and assesses it anew when they say so", async () => {
    const { states, asked, ended } = await runChoice({
      "Carry it out": [named("TypeError"), {}],
      "Hand it to a person, with the reason": [approve],
    });
    expect(asked).toEqual(["TypeError"]);
    expect(states.slice(2, 5)).toEqual([
      "Carry it out",
      "Hand it to a person, with the reason",
      "Assess who has to see to it",
    ]);
    expect(ended).toBe("succeeded");
  });
});
