import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  dueDay,
  dueFor,
  isOverdue,
  RetentionCategory,
  RetentionPeriods,
  SHARDS,
  scheduleOf,
  shardOf,
} from "../../functions/policy/retention-schedule.ts";

const retentionSchedule = scheduleOf({ retention: {} });
const at = (text: string) => Temporal.Instant.from(text);
const anyInstant = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2099, 11, 31) })
  .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds));
const closed = RetentionCategory.options.filter((category) =>
  retentionSchedule[category].period.startsWith("P"),
);

describe("the retention schedule", () => {
  it.each([
    ["unverified", "2026-12-24T18:00:00Z", "2027-01-01"],
    ["referral", "2026-12-24T00:00:00Z", "2027-01-01"],
    ["contact", "2026-12-28T09:00:00Z", "2028-12-29"],
    ["webcast", "2026-03-05T00:00:00Z", "2027-03-06"],
    ["job-application", "2026-08-31T12:00:00Z", "2027-03-01"], // no 31 February: its last day counts, Reg. 1182/71 3(2)(c)
    ["job-application-with-consent", "2028-02-29T12:00:00Z", "2030-03-01"],
    ["request-identity", "2026-01-31T23:59:59Z", "2026-03-03"],
    ["request-accountability", "2026-11-22T20:00:00Z", "2028-11-23"], // 24 months: 11 CCR 7101(a)
    ["audit", "2026-11-22T20:00:00Z", "2029-11-23"],
  ] as const)("%s from %s is due on %s", (category, start, due) => {
    expect(dueDay(retentionSchedule, category, at(start))?.toString()).toBe(due);
  });

  it("sets no day while an account exists or a consent stands", () => {
    expect(dueDay(retentionSchedule, "account", at("2026-01-01T00:00:00Z"))).toBeUndefined();
    expect(dueDay(retentionSchedule, "newsletter", at("2026-01-01T00:00:00Z"))).toBeUndefined();
  });

  it("is never due before the whole period is over, and at most a day after", () => {
    fc.assert(
      fc.property(fc.constantFrom(...closed), anyInstant, (category, start) => {
        const due =
          dueDay(retentionSchedule, category, start)?.toZonedDateTime("UTC").epochMilliseconds ?? Number.NaN;
        const over = start
          .toZonedDateTimeISO("UTC")
          .add(retentionSchedule[category].period).epochMilliseconds;
        expect(due).toBeGreaterThanOrEqual(over);
        expect(due - over).toBeLessThanOrEqual(24 * 60 * 60_000);
      }),
    );
  });

  it("tells people the same number that the sweep counts with", () => {
    for (const category of closed) {
      const { period, words } = retentionSchedule[category];
      const { days, months } = Temporal.Duration.from(period);
      expect(words).not.toContain("{");
      const plural = days === 1 || months === 1 ? "" : "s";
      expect(words).toContain(days > 0 ? `${days} day${plural}` : `${months} month${plural}`);
    }
  });

  it("calls every row as people do, and no two alike", () => {
    const titles = Object.values(retentionSchedule).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const title of titles) expect(title).toMatch(/^[A-Z][a-z ]+$/);
  });

  it("cites a law for every row", () => {
    for (const row of Object.values(retentionSchedule)) expect(row.citation).toMatch(/\d/);
  });
});

describe("a controller's own periods", () => {
  const own = scheduleOf({ retention: { contact: "P1M", "consent-proof": "P10D" } });

  it("move the day and stand in the words, those of the row before included", () => {
    expect(dueDay(own, "contact", at("2026-11-22T09:00:00Z"))?.toString()).toBe("2026-12-23");
    expect(own.contact.words).toBe("Kept for 1 month after the last message, then erased.");
    expect(own.newsletter.words).toContain("10 days");
  });

  it("leave every other row as it is", () => {
    const { contact: _, newsletter: __, "consent-proof": ___, ...others } = own;
    expect(retentionSchedule).toMatchObject(others);
  });

  it.each([
    ["nobody", "P1M"],
    ["account", "P1M"],
    ["job-application-with-consent", "P1M"],
    ["contact", "P0D"],
    ["contact", "P1Y"],
    ["contact", "P1M2D"],
    ["contact", "until withdrawn"],
  ])("are refused for %s and %s", (category, period) => {
    expect(RetentionPeriods.safeParse({ [category]: period }).success).toBe(false);
  });
});

describe("the shard of the due index", () => {
  it("is one of eight, the same for the same record", () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(SHARDS).toContain(shardOf(id));
        expect(shardOf(id)).toBe(shardOf(id));
      }),
    );
  });

  it("never changes, as stored records carry it", () => {
    // the published FNV-1a hashes of these: e40c292c, e70c2de5, bf9cf968
    expect(["a", "b", "foobar"].map(shardOf)).toEqual(["4", "5", "0"]);
  });

  it("spreads a night's work", () => {
    const counts = new Map<string, number>();
    for (let id = 0; id < 8_000; id += 1) {
      const shard = shardOf(`7Q2M0V9K${id}`);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(count).toBeGreaterThan(800);
  });

  it("comes with the day, and a record is overdue from that night on", () => {
    const due = dueFor(retentionSchedule, "unverified", at("2026-12-24T18:00:00Z"), "a");
    expect(due).toEqual({ shard: "4", due: "2027-01-01", dueAs: "unverified" });
    expect(isOverdue(due?.due, at("2026-12-31T23:59:59Z"))).toBe(false);
    expect(isOverdue(due?.due, at("2027-01-01T00:00:00Z"))).toBe(true);
  });
});
