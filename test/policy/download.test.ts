import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  copyStands,
  downloadOf,
  LINK_LIFETIME,
  linkLifetime,
  mayAskForCode,
  sizeInWords,
} from "../../functions/policy/download.ts";

const now = Temporal.Instant.from("2026-11-24T12:00:00Z");
const bundle = { expiresAt: "2026-12-01T12:00:00Z", bytes: 1000, missing: [] };
const request = { right: "access", status: "completed", sealed: "sealed", bundle } as const;
const at = (instant: string) => Temporal.Instant.from(instant);

describe("a copy", () => {
  test("can be fetched up to its last second, exactly", () => {
    expect(copyStands(request, at("2026-12-01T11:59:59.999Z"))).toBe("ready");
    expect(copyStands(request, at("2026-12-01T12:00:00Z"))).toBe("over");
    expect(downloadOf(request, at("2026-12-01T12:00:00Z"))).toEqual({ ...bundle, available: false });
  });

  test("is made, gone, or never was, as the request stands", () => {
    const without = { right: "access", sealed: "sealed" } as const;
    expect(copyStands({ ...without, status: "in-progress" }, now)).toBe("making");
    expect(copyStands({ ...without, status: "completed" }, now)).toBe("gone");
    expect(copyStands({ ...without, status: "refused" }, now)).toBe("none");
    expect(copyStands({ ...without, right: "erase", status: "completed" }, now)).toBe("none");
    expect(downloadOf({ ...without, status: "completed" }, now)).toBeUndefined();
  });

  test("goes to nobody once there is no address left that a code could go to", () => {
    expect(copyStands({ ...request, sealed: undefined }, now)).toBe("gone");
  });
});

test("a link lives five minutes, and never longer than its copy", () => {
  fc.assert(
    fc.property(fc.nat({ max: 8 * 86_400_000 }), (left) => {
      const lifetime = linkLifetime(
        Temporal.Instant.fromEpochMilliseconds(now.epochMilliseconds + left).toString(),
        now,
      );
      expect(lifetime).toBeGreaterThanOrEqual(1);
      expect(lifetime).toBeLessThanOrEqual(Math.max(1, Math.min(LINK_LIFETIME, left / 1000)));
    }),
  );
  expect(LINK_LIFETIME).toBe(300);
});

describe("codes", () => {
  test("go out at most once a minute and five times an hour, however somebody asks; and never stay away for good", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1200 }), { maxLength: 60 }), (pauses) => {
        let [seconds, asked]: [number, readonly number[]] = [1_800_000_000, []];
        const sent: number[] = [];
        for (const pause of pauses) {
          seconds += pause;
          const leave = mayAskForCode(asked, seconds);
          if (leave.verdict === "send") {
            asked = leave.asked;
            sent.push(seconds);
          }
          if (leave.verdict === "wait") {
            expect(leave.seconds).toBeGreaterThan(0);
            expect(mayAskForCode(asked, seconds + leave.seconds).verdict).toBe("send");
          }
        }
        for (const [index, time] of sent.entries()) {
          expect(time - (sent[index - 1] ?? 0)).toBeGreaterThanOrEqual(60);
          expect(time - (sent[index - 5] ?? 0)).toBeGreaterThanOrEqual(3600);
        }
        if (pauses.length > 0) expect(sent.length).toBeGreaterThan(0);
      }),
    );
  });
});

test.each([
  [0, "1 kB"],
  [12_400, "12 kB"],
  [3_400_000, "3.4 MB"],
  [1_234_000_000, "1,200 MB"],
])("%i bytes: %s", (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});
