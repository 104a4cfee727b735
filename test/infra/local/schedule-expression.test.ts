import { describe, expect, it } from "vitest";
import { readSchedule } from "../../../infra/local/schedule-expression.ts";

const fires = (expression: string, at: string, timeZone?: string) => {
  const rhythm = readSchedule(expression, timeZone);
  return rhythm.kind === "cron" && rhythm.fires(new Date(at));
};

describe("a rate", () => {
  it.each([
    ["rate(1 minute)", 60_000],
    ["rate(5 minutes)", 300_000],
    ["rate(2 hours)", 7_200_000],
    ["rate(1 day)", 86_400_000],
  ])("%s is %d milliseconds", (expression, milliseconds) => {
    expect(readSchedule(expression)).toEqual({ kind: "rate", milliseconds });
  });
});

describe("a cron expression", () => {
  it.each([
    ["cron(15 3 * * ? *)", "2026-05-04T03:15:40Z", true],
    ["cron(15 3 * * ? *)", "2026-05-04T03:16:00Z", false],
    ["cron(0/20 * * * ? *)", "2026-05-04T03:40:00Z", true],
    ["cron(0/20 * * * ? *)", "2026-05-04T03:50:00Z", false],
    // 4 May 2026 is a Monday, the second day of EventBridge's week.
    ["cron(0 8 ? * MON-FRI *)", "2026-05-04T08:00:00Z", true],
    ["cron(0 8 ? * 2 *)", "2026-05-04T08:00:00Z", true],
    ["cron(0 8 ? * SUN,SAT *)", "2026-05-04T08:00:00Z", false],
    ["cron(0 0 1 JAN ? *)", "2027-01-01T00:00:00Z", true],
    ["cron(0 0 1 1 ? 2026)", "2027-01-01T00:00:00Z", false],
  ])("%s at %s: %s", (expression, at, expected) => {
    expect(fires(expression, at)).toBe(expected);
  });
});

describe("a cron expression on a clock that is put forward and back", () => {
  it.each([
    // Berlin: +1 in winter, +2 from 29 March to 25 October 2026.
    ["in winter", "2026-01-05T01:30:00Z", true],
    ["in summer", "2026-07-05T00:30:00Z", true],
    ["at the same time of the other half of the year", "2026-07-05T01:30:00Z", false],
    ["in the hour before the one that is left out", "2026-03-29T00:30:00Z", false],
    ["in the hour after it", "2026-03-29T01:30:00Z", false],
    ["the first time it shows an hour twice", "2026-10-25T00:30:00Z", true],
    ["the second time", "2026-10-25T01:30:00Z", false],
  ])("fires %s: %s, %s", (_, at, expected) => {
    expect(fires("cron(30 2 * * ? *)", at, "Europe/Berlin")).toBe(expected);
  });

  it("goes by the days of that clock", () => {
    expect(fires("cron(30 2 ? * SUN *)", "2026-01-03T18:30:00Z", "Asia/Shanghai")).toBe(true);
    expect(fires("cron(30 2 ? * SUN *)", "2026-01-04T18:30:00Z", "Asia/Shanghai")).toBe(false);
  });
});

it.each(["at(2026-01-01T00:00:00)", "rate(five minutes)", "cron(* * *)"])("%s is refused", (expression) => {
  expect(() => readSchedule(expression)).toThrow(/cannot read/);
});
