import { describe, expect, test } from "vitest";
import { duties } from "../../functions/policy/duties.ts";
import type { HoldScope } from "../../functions/policy/legal-hold.ts";
import { type Destroyable, type Duty, mayDestroy } from "../../functions/policy/may-destroy.ts";
import { isConcluded, RequestStatus } from "../../functions/policy/request-lifecycle.ts";
import { Right } from "../../functions/policy/rights.ts";
import { hold, item, MINE, now, OTHER, request } from "./reasons-to-keep.ts";

describe("a legal hold", () => {
  test.each<[string, HoldScope, Partial<Destroyable>, boolean]>([
    ["on everything keeps everything", "everything", {}, true],
    ["on everything keeps what belongs to no record", "everything", { record: undefined }, true],
    ["on a holder keeps what is in it", { holder: "submissions" }, {}, true],
    ["on a holder leaves another alone", { holder: "consents" }, {}, false],
    [
      "on files keeps the submission they hang on",
      { holder: "attachments" },
      { carries: ["attachments"] },
      true,
    ],
    ["on a record keeps what belongs to it", { record: MINE }, { holder: "attachments" }, true],
    ["on a record leaves another alone", { record: OTHER }, {}, false],
    ["on a record leaves alone what belongs to none", { record: MINE }, { record: undefined }, false],
    ["on a form keeps what came with it", { form: "contact" }, { form: "contact" }, true],
    [
      "on a form keeps it in every holder",
      { form: "contact" },
      { form: "contact", holder: "consents" },
      true,
    ],
    ["on a form leaves another alone", { form: "contact" }, { form: "survey" }, false],
    ["on a form leaves alone what came with none", { form: "contact" }, { form: undefined }, false],
  ])("%s", (_, scope, more, keeps) => {
    expect(mayDestroy(item(more), [hold(scope)], [], [], now).may).toBe(!keeps);
  });

  test("is named with its ground, its citation and the day it is looked at again", () => {
    expect(mayDestroy(item(), [hold("everything", "2027-01-31", "3 O 17/26")], [], [], now)).toEqual({
      ...{ may: false, ground: "legal-claim", citation: "3 O 17/26", until: "2027-01-31" },
      hold: "2027-01-31",
    });
  });

  test("does not end by itself: when its day has come it is looked at again every day", () => {
    for (const until of ["2026-11-22", "2020-01-01"])
      expect(mayDestroy(item(), [hold("everything", until)], [], [], now)).toMatchObject({
        may: false,
        until: "2026-11-23",
      });
  });

  test("is named only where it is the reason: an open request that lasts longer has none", () => {
    const verdict = mayDestroy(item(), [hold("everything", "2026-11-30")], [request()], [], now);
    expect(verdict).toMatchObject({ may: false, ground: "open-request" });
    expect(verdict).not.toHaveProperty("hold");
  });

  test("of several the one that lasts longest is named, and as long as one is left the item stays", () => {
    const holds = ["2027-03-01", "2028-03-01", "2027-12-31"].map((until) => hold("everything", until));
    expect(mayDestroy(item(), holds, [], [], now)).toMatchObject({ until: "2028-03-01" });
    expect(mayDestroy(item(), holds.slice(0, 1), [], [], now)).toMatchObject({ until: "2027-03-01" });
    expect(mayDestroy(item(), [], [], [], now)).toEqual({ may: true });
  });
});

describe("an open request of the same person", () => {
  const asking: readonly Right[] = [
    ...(["access", "portability", "know", "know-categories"] as const),
    ...(["confirm", "restrict", "correct", "complaint"] as const),
  ];

  test.each(Right.options)(
    "%s keeps what it asks about, as it was on its day, and nothing else does",
    (right) => {
      const of = (receivedAt: string | undefined) =>
        mayDestroy(item({ receivedAt }), [], [request({ right })], [], now).may;
      expect(of("2026-11-01T08:00:00.000Z")).toBe(!asking.includes(right));
      expect(of(undefined)).toBe(!asking.includes(right));
      expect(of("2026-11-01T08:00:00.001Z")).toBe(true);
    },
  );

  test.each(Right.options)("%s keeps itself and what belongs to it", (right) => {
    const own = item({ holder: "rights-requests", record: OTHER, receivedAt: "2026-11-05T00:00:00.000Z" });
    expect(mayDestroy(own, [], [request({ right })], [], now)).toMatchObject({
      may: false,
      ground: "open-request",
      until: "2026-12-01",
    });
  });

  test.each(asking)("%s keeps no copy that another request has asked for: a new one can be made", (right) => {
    const copy = (more: Partial<Destroyable>) => item({ holder: "export-bundles", ...more });
    const of = (one: Destroyable) => mayDestroy(one, [], [request({ right })], [], now).may;
    expect(of(copy({ record: MINE }))).toBe(true);
    expect(of(copy({ record: undefined, receivedAt: undefined }))).toBe(true);
    expect(of(copy({ record: OTHER }))).toBe(false);
  });

  test.each(RequestStatus.options)("counts only when it is proved and not concluded: %s", (status) => {
    const counts = !isConcluded(status) && status !== "received" && status !== "awaiting-verification";
    expect(mayDestroy(item(), [], [request({ status })], [], now).may).toBe(!counts);
  });

  test("cites what its right stands on", () => {
    expect(mayDestroy(item(), [], [request()], [], now)).toMatchObject({ citation: "GDPR 12(3), 15" });
    expect(mayDestroy(item(), [], [request({ right: "restrict" })], [], now)).toMatchObject({
      citation: "GDPR 12(3), 18(1)",
    });
  });

  test("that is overdue keeps on", () => {
    expect(mayDestroy(item(), [], [request({ dueBy: "2026-01-01" })], [], now)).toMatchObject({
      may: false,
      until: "2026-11-23",
    });
  });
});

describe("a duty to keep", () => {
  const duty: Duty = { holder: "submissions", period: "P6Y", citation: "HGB 257" };

  test("lasts from receipt, its last day included", () => {
    const on = (receivedAt: string) => mayDestroy(item({ receivedAt }), [], [], [duty], now);
    expect(on("2020-11-23T00:00:00.000Z")).toMatchObject({ may: false, until: "2026-11-24" });
    expect(on("2020-11-22T23:59:59.000Z")).toMatchObject({ may: false, until: "2026-11-23" });
    expect(on("2020-11-21T23:59:59.000Z")).toEqual({ may: true });
  });

  test("is about its holder, and what leads to that", () => {
    expect(mayDestroy(item({ holder: "consents" }), [], [], [duty], now).may).toBe(true);
    const through = item({ holder: "somewhere", carries: ["submissions"] });
    expect(mayDestroy(through, [], [], [duty], now).may).toBe(false);
  });

  test("is not let go where the day of receipt is not known", () => {
    expect(mayDestroy(item({ receivedAt: undefined }), [], [], [duty], now).may).toBe(false);
  });

  test("is none by default", () => {
    expect(duties).toEqual([]);
  });
});
