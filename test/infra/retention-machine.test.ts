import { describe, expect, test } from "vitest";
import { named, planned, runNight as run, type Step } from "./running-nights.ts";

describe("a night", () => {
  test("sweeps the shards in which something is due, and reports", async () => {
    const { steps, output } = await run({});
    expect(steps.toSorted()).toEqual(["plan", "report", "sweep 1", "sweep 6"]);
    expect(steps.at(-1)).toBe("report");
    expect(output).toEqual({ night: "2027-01-05" });
  });

  test("goes straight to the report where nothing is due", async () => {
    const { steps } = await run({ plan: () => planned({ shards: [], needs: "nothing" }) });
    expect(steps).toEqual(["plan", "report"]);
  });

  test("only says what would go where that was asked for", async () => {
    const due = { contact: { "2027-01-05": 3 } };
    const { steps, output } = await run({ plan: () => planned({ due, needs: "person" }) }, { preview: true });
    expect([steps, output]).toEqual([["plan"], expect.objectContaining({ due })]);
  });

  test("works a shard until there is no more, and has the histories dropped on the way", async () => {
    const answers = [
      { more: { after: "x" } },
      { chains: ["A", "B"], more: { after: "y" } },
      { more: { after: "y" } },
      {},
    ];
    const { steps } = await run({
      plan: () => planned({ shards: ["1"] }),
      sweep: ({ shard }) => {
        const { more: _, chains: __, dropped: ___, ...rest } = shard ?? {};
        return { ...rest, ...answers.shift() };
      },
      drop: ({ shard }) => {
        const { chains, ...rest } = shard ?? {};
        expect(chains).toEqual(["A", "B"]);
        return { ...rest, dropped: chains };
      },
    });
    expect(steps).toEqual(["plan", "sweep 1", "sweep 1", "drop 1", "sweep 1", "sweep 1", "report"]);
  });

  test("sweeps the other shards where one fails, reports it, and fails", async () => {
    const { steps, error } = await run({
      sweep: ({ shard }) => {
        if (shard?.shard === "1") throw named("TypeError");
        return shard;
      },
    });
    expect(steps.toSorted()).toEqual(["plan", "report", "sweep 1", "sweep 6"]);
    expect(error).toBe("ShardFailed");
  });

  test("tries again what passes", async () => {
    let calls = 0;
    const { steps } = await run({
      plan: () => {
        calls += 1;
        if (calls === 1) throw named("TryAgain");
        return planned({ shards: [], needs: "nothing" });
      },
    });
    expect(steps).toEqual(["plan", "plan", "report"]);
  });

  test.each(["plan", "report"])("reports that it failed where its step %s does, and fails", async (what) => {
    const { steps, error } = await run({
      [what]: () => {
        throw named("TypeError");
      },
    });
    expect([steps.at(-1), error]).toEqual(["report-failure", "NightFailed"]);
  });
});

describe("a night that is more than usual", () => {
  const plans = (answers: object[]) => () => planned(answers.shift() ?? {});
  const person = (decision: string) => ({ needs: "person", reason: "many", decision });

  test("goes on with the manifest that a person agrees to", async () => {
    const asked: unknown[] = [];
    const { steps } = await run({
      plan: (payload) => {
        asked.push(payload.night?.decided);
        return payload.night?.decided === undefined ? planned(person("")) : planned({ shards: ["1"] });
      },
      "await-person": (payload) => {
        expect(payload).toMatchObject({ about: "night", token: "token" });
        return { decision: "approve", manifest: "first" };
      },
    });
    expect(steps).toEqual(["plan", "await-person", "plan", "sweep 1", "report"]);
    expect(asked).toEqual([undefined, { decision: "approve", manifest: "first" }]);
  });

  test("ends with the report where a person refuses", async () => {
    const { steps } = await run({
      plan: plans([person("")]),
      "await-person": () => ({ decision: "refuse", manifest: "first" }),
    });
    expect(steps).toEqual(["plan", "await-person", "report"]);
  });

  test("ends quietly where nobody answers: the nights since have asked anew", async () => {
    const { steps, error } = await run({
      plan: plans([person("")]),
      "await-person": () => {
        throw named("States.Timeout");
      },
    });
    expect([steps, error]).toEqual([["plan", "await-person"], undefined]);
  });
});

describe("a look at the whole table", () => {
  const looking: Readonly<Record<string, Step>> = {
    plan: ({ night }) =>
      night?.compared === true
        ? planned({ shards: [], needs: "nothing" })
        : planned({ needs: "comparison", reason: "schedule changed" }),
    compare: ({ segment }) =>
      segment?.more === undefined && segment?.segment === "1" ? { ...segment, more: {} } : once(segment),
  };
  const once = (segment: Record<string, unknown> | undefined) => {
    const { more: _, ...rest } = segment ?? {};
    return rest;
  };

  test("goes through each segment, moves what moves, and plans again", async () => {
    const { steps } = await run(
      {
        ...looking,
        weigh: ({ night }) => ({ ...night, needs: "nobody", manifest: "moves", compared: true }),
        redate: ({ segment }) => {
          expect(segment?.manifest).toBe("moves");
          return segment;
        },
      },
      { proof: true },
    );
    expect(steps.slice(1, 4).toSorted()).toEqual(["compare 0", "compare 1", "compare 1"]);
    expect(steps.slice(4)).toEqual(["weigh", expect.anything(), expect.anything(), "plan", "report"]);
    expect(steps.slice(5, 7).toSorted()).toEqual(["redate 0", "redate 1"]);
  });

  test.each([
    ["approve", ["redate 0", "redate 1", "plan", "report"]],
    ["refuse", ["report"]],
  ])("asks a person where too many would move: %s", async (decision, rest) => {
    const { steps } = await run({
      ...looking,
      weigh: ({ night }) => ({ ...night, needs: "person", manifest: "moves", compared: true }),
      "await-person": (payload) => {
        expect(payload.about).toBe("moves");
        return { decision, manifest: "moves" };
      },
    });
    const after = steps.slice(steps.indexOf("await-person") + 1);
    expect(after.toSorted()).toEqual(rest.toSorted());
  });
});
