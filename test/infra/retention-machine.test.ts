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
  const plans = (...answers: object[]) => {
    const left = [...answers];
    return () => planned({ shards: ["1"], ...left.shift() });
  };
  const putOff = { needs: "putting-off", heldBack: ["contact"], putOff: ["contact"] };
  const person = { ...putOff, needs: "person", asks: { manifest: "asked", reason: "many" } };
  const asking = ["plan", "sweep 1", "plan", "sweep 1", "report", "await-person"];

  test("puts off what is held, and goes on where what is left is not too much", async () => {
    const { steps } = await run({
      plan: plans(putOff, {}),
      sweep: ({ shard }) => {
        expect(shard).toMatchObject({ approved: false, manifest: "first" });
        return shard;
      },
    });
    expect(steps).toEqual(["plan", "sweep 1", "plan", "sweep 1", "report"]);
  });

  test("asks a person when everything else has gone and is reported, and goes on with what they agree to", async () => {
    const swept: unknown[] = [];
    const asked: unknown[] = [];
    const agreed = { needs: "nobody", manifest: "asked", approved: true };
    const { steps, output } = await run({
      plan: ({ night }) => {
        asked.push(night?.decided);
        return planned({ shards: ["1"], ...[putOff, person, agreed][asked.length - 1] });
      },
      sweep: ({ shard }) => {
        swept.push([shard?.manifest, shard?.heldBack, shard?.approved]);
        return shard;
      },
      "await-person": (payload) => {
        expect(payload).toMatchObject({ patience: 604_800, token: "token", night: { asks: person.asks } });
        return { decision: "approve", manifest: "asked" };
      },
    });
    expect(steps).toEqual([...asking, "plan", "sweep 1", "report"]);
    expect(asked).toEqual([undefined, undefined, { decision: "approve", manifest: "asked" }]);
    expect(swept).toEqual([
      ["first", ["contact"], false],
      ["first", ["contact"], false],
      ["asked", [], true],
    ]);
    expect(output).toEqual({ night: "2027-01-05" });
  });

  test("ends with the report where a person refuses", async () => {
    const { steps } = await run({
      plan: plans(putOff, person),
      "await-person": () => ({ decision: "refuse", manifest: "asked" }),
    });
    expect(steps).toEqual([...asking, "report"]);
  });

  test.each([
    ["nobody answers", "States.Timeout"],
    ["another run of the night has asked", "AskedAlready"],
  ])("ends with the report, and with what it failed of, where %s", async (_, name) => {
    const reported: unknown[] = [];
    const { steps, error } = await run({
      plan: plans(putOff, person),
      "await-person": () => {
        throw named(name);
      },
      report: ({ night }) => {
        reported.push((night?.failure as { Error: string } | undefined)?.Error);
        return { night: night?.night };
      },
    });
    expect([steps, error]).toEqual([[...asking, "report"], undefined]);
    expect(reported).toEqual([undefined, name]);
  });

  test("asks nobody where a shard did not come through: it fails at once, and the next night asks", async () => {
    const { steps, error } = await run({
      plan: plans(putOff, person),
      report: ({ night }) => ({ night: night?.night, failed: true }),
    });
    expect([steps, error]).toEqual([asking.slice(0, -1), "ShardFailed"]);
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
});
