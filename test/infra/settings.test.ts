import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createApp } from "../../infra/app.ts";
import { lastDayOfCopies } from "../../infra/retention-periods.ts";
import { readSettings, seconds } from "../../infra/settings.ts";
import { given } from "../given.ts";

const least = {
  controllerName: "Example Ltd",
  controllerAddress: "1 Example Street, Exampletown",
  controllerEmail: "privacy@example.org",
  noticeVersion: "2026-01-01",
  sender: "letters@example.org",
};

const wrong = (context: Record<string, unknown>) => {
  try {
    readSettings({ ...least, ...context });
  } catch (error) {
    return (error as Error).message.split("\n").slice(1);
  }
  return [];
};

test("the least that must be said is who the controller is, the notice and the sender", () => {
  expect(readSettings(least)).toMatchObject({ ...least, coolingOffPeriod: "P1D", submissionsPerNetwork: 20 });
});

test.each(Object.keys(least))("without %s nothing is synthesized, and the reason names it", (key) => {
  expect(wrong({ [key]: undefined })).toEqual([expect.stringMatching(`^  ${key}: .*expected string`)]);
});

describe("a wrong setting is named with its reason and what came:", () => {
  test.each([
    ["controllerName", "", "must be one line of text"],
    ["controllerName", "Example\r\nBcc: eve@example.org", "must be one line of text"],
    ["controllerEmail", "privacy at example", "Invalid email"],
    ["noticeVersion", "1 January 2026", "Invalid ISO date"],
    ["noticeUrl", "http://example.org/privacy", "Invalid URL"],
    ["sender", "Example <letters@example.org>", "Invalid email"],
    ["replyTo", "nobody", "Invalid email"],
    ["siteUrl", "https://example.org/", "must be an origin as browsers write it"],
    ["siteUrl", "https://example.org/privacy", "must be an origin"],
    ["siteUrl", "https://Example.org", "must be an origin"],
    ["siteUrl", "https://example.org:443", "must be an origin"],
    ["siteUrl", "https://ann@example.org", "must be an origin"],
    ["siteUrl", "http://example.org", "must be an origin"],
    ["siteUrl", "javascript:alert(1)", "must be an origin"],
    ["allowedOrigins", "https://example.org/,https://example.com", "must be an origin"],
    ["allowedOrigins", ["*"], "must be an origin"],
    ["allowedOrigins", "null", "must be an origin"],
    ["portabilityHosts", "https://portability.example.org", "must be a host name"],
    ["portabilityHosts", ["127.0.0.1"], "must be a host name"],
    ["portabilityHosts", "localhost", "must be a host name"],
    ["portabilityHosts", "Example.org", "must be a host name"],
    ["retention", "contact=P1M", "as JSON"],
    ["retention", '{"contact": "1 month"}', "must be a duration of days or months"],
    ["retention", { contact: "P0D" }, "must be a duration of days or months"],
    ["coolingOffPeriod", "1 day", "must be an ISO 8601 duration"],
    ["coolingOffPeriod", "P15D", "must be between PT0S and P14D"],
    ["coolingOffPeriod", "-PT1S", "must be between PT0S and P14D"],
    ["coolingOffPeriod", "PT0.5S", "whole seconds"],
    ["linkLifetime", "P2D", "must be between PT1M and P1D"],
    ["codeLifetime", "PT11M", "must be between PT1M and PT10M"],
    ["statusLinkLifetime", "P3M", "without months"],
    ["submissionsPerNetwork", 0, ">=1"],
    ["submissionsPerNetwork", "2.5", "must be a whole number"],
    ["lettersPerAddressPerDay", "many", "must be a whole number"],
    ["lettersPerHour", true, "must be a whole number"],
    ["requestsPerSecond", "", "must be a whole number"],
    ["requestBurst", 5001, "<=5000"],
  ])("%s = %j: %s", (key, value, reason) => {
    const [line, ...others] = wrong({ [key]: value });

    expect(line).toMatch(new RegExp(`^  ${key}(\\.[\\w-]+)?: `));
    expect(line).toContain(reason);
    expect(line).toContain(JSON.stringify(value));
    expect(others).toEqual([]);
  });
});

test("all that is wrong is said at once, unknown keys among it", () => {
  expect(wrong({ sender: "x", coolingOff: "P1D", linkLifetime: "P9D" }).join("\n")).toMatch(
    /sender: [\s\S]*linkLifetime: [\s\S]*coolingOff: there is no such setting/,
  );
});

test("a wrong setting stops the synthesis before anything is made", () => {
  expect(() => createApp({ linkLifetime: "P2D" }, given.dataFolder())).toThrow(
    /^Wrong settings[\s\S]*linkLifetime: must be between/,
  );
});

test.each(["contacts", "newsletter"])("there is no period of %s to set", (category) => {
  expect(wrong({ retention: { [category]: "P1M" } })).toEqual([
    `  retention.${category}: there is no such setting`,
  ]);
});

test.each([
  [{ audit: "P12M" }],
  [{ "request-accountability": "P48M" }],
  [{ audit: "P59D", "request-accountability": "P2M" }],
])("a history is not set to go before its request: %j", (retention) => {
  const [line, ...others] = wrong({ retention });
  expect(line).toMatch(/^ {2}retention\.audit: .*shorter than request-accountability/);
  expect(others).toEqual([]);
});

test.each([
  [{ audit: "P24M" }],
  [{ audit: "P62D", "request-accountability": "P2M" }],
  [{ audit: "P1M", "request-accountability": "P28D" }],
])("a history that goes with its request or behind it is taken: %j", (retention) => {
  expect(wrong({ retention })).toEqual([]);
});

test.each([
  [{ "export-bundle": "P31D" }],
  [{ "request-identity": "P6D" }],
  [{ "export-bundle": "P30D", "request-identity": "P1M" }],
])("a copy is not promised for longer than anybody can fetch it: %j", (retention) => {
  const [line, ...others] = wrong({ retention });
  expect(line).toMatch(/^ {2}retention\.export-bundle: .*longer than request-identity/);
  expect(others).toEqual([]);
});

test("a copy that can be fetched to its last day is taken", () => {
  for (const retention of [{ "export-bundle": "P30D" }, { "request-identity": "P7D" }])
    expect(wrong({ retention })).toEqual([]);
});

test("what the CDK itself keeps in its context is nobody's setting", () => {
  const ofCdk = { "aws:cdk:enable-path-metadata": true, "@aws-cdk/core:x": true, "cdk-migrate": true };

  expect(wrong(ofCdk)).toEqual([]);
});

test("numbers and lists are the same from the command line and from cdk.json", () => {
  const typed = { submissionsPerNetwork: "7", allowedOrigins: "https://a.example, https://b.example" };
  const listed = { submissionsPerNetwork: 7, allowedOrigins: ["https://a.example", "https://b.example"] };

  expect(readSettings({ ...least, ...typed })).toEqual(readSettings({ ...least, ...listed }));
});

describe("durations", () => {
  const parts = fc.record({
    days: fc.nat(20),
    hours: fc.nat(50),
    minutes: fc.nat(90),
    seconds: fc.nat(90),
  });
  const written = ({ days, hours, minutes, seconds: s }: { [part: string]: number }) =>
    `P${days}DT${hours}H${minutes}M${s}S`;
  const length = (p: { days: number; hours: number; minutes: number; seconds: number }) =>
    ((p.days * 24 + p.hours) * 60 + p.minutes) * 60 + p.seconds;

  test("are the sum of their parts, in seconds", () => {
    fc.assert(
      fc.property(parts, (p) => {
        expect(seconds(written(p))).toBe(length(p));
      }),
    );
  });

  test("are taken exactly within their bounds", () => {
    fc.assert(
      fc.property(parts, (p) => {
        const inside = length(p) <= 14 * 24 * 3600;
        expect(wrong({ coolingOffPeriod: written(p) })).toHaveLength(inside ? 0 : 1);
      }),
    );
  });

  test("are nothing else: any text is one or is refused, and nothing breaks", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^P\d*[YMWD]?T?\d*[HMS]?$/)), (text) => {
        const refused = wrong({ coolingOffPeriod: text }).length > 0;
        if (!refused) expect(Number.isInteger(seconds(text))).toBe(true);
      }),
    );
  });
});

test("a copy ends by itself only after its period, however long that is set", () => {
  const days = (retention: object) =>
    lastDayOfCopies(readSettings({ ...least, retention }).retention).toDays();
  expect(days({})).toBe(8);
  expect(days({ "export-bundle": "P1M", "request-identity": "P2M" })).toBe(32);
});
