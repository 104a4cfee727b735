import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayWrite, type PastLetter } from "../../functions/policy/letter-budget.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What asks for letters, in the order of time: at which moment, for which of a few intents. */
const asks = fc
  .array(fc.record({ after: fc.nat(DAY), intent: fc.constantFrom(..."abcdefgh") }), { maxLength: 60 })
  .map((steps) => {
    let at = 0;
    return steps.map(({ after, intent }) => {
      // Minutes and seconds as often as hours.
      at += after >> (after % 12);
      return { intent, at };
    });
  });

/** What went, as the budget said. */
function run(asked: readonly PastLetter[], perDay: number) {
  let letters: readonly PastLetter[] = [];
  const verdicts = asked.map(({ intent, at }) => {
    const booked = letters.some((letter) => letter.intent === intent && letter.at > at - DAY);
    const verdict = mayWrite(letters, { intent }, at, perDay);
    if (verdict.verdict === "send") letters = verdict.letters;
    return { ...verdict, intent, at, booked };
  });
  return { verdicts, sent: verdicts.filter(({ verdict, booked }) => verdict === "send" && !booked) };
}

describe("whatever asks for letters,", () => {
  const perDay = fc.integer({ min: 1, max: 5 });

  test("no 24 hours see more than the day's letters", () => {
    fc.assert(
      fc.property(asks, perDay, (asked, most) => {
        const { sent } = run(asked, most);
        for (const { at } of sent)
          expect(sent.filter((other) => other.at <= at && other.at > at - DAY).length).toBeLessThanOrEqual(
            most,
          );
      }),
    );
  });

  test("no two lie less than five minutes apart", () => {
    fc.assert(
      fc.property(asks, perDay, (asked, most) => {
        const { sent } = run(asked, most);
        for (const [i, { at }] of sent.entries())
          if (i > 0) expect(at - (sent[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(5 * MINUTE);
      }),
    );
  });

  test("one that was booked may be tried again for a day, and costs nothing more", () => {
    fc.assert(
      fc.property(asks, perDay, (asked, most) => {
        const { verdicts } = run(asked, most);
        for (const { verdict, booked } of verdicts) if (booked) expect(verdict).toBe("send");
      }),
    );
  });

  test("one that waits is sent when it was told to come back", () => {
    fc.assert(
      fc.property(asks, perDay, (asked, most) => {
        let letters: readonly PastLetter[] = [];
        for (const { intent, at } of asked) {
          const verdict = mayWrite(letters, { intent }, at, most);
          if (verdict.verdict === "send") letters = verdict.letters;
          if (verdict.verdict !== "wait") continue;
          expect(verdict.until).toBeGreaterThan(at);
          expect(verdict.until).toBeLessThanOrEqual(at + 5 * MINUTE);
          expect(mayWrite(letters, { intent }, verdict.until, most).verdict).toBe("send");
          expect(mayWrite(letters, { intent }, verdict.until - 1, most).verdict).not.toBe("send");
        }
      }),
    );
  });

  test("what is kept to count is never more than the day's letters", () => {
    fc.assert(
      fc.property(asks, perDay, (asked, most) => {
        for (const verdict of run(asked, most).verdicts)
          if (verdict.verdict === "send") expect(verdict.letters.length).toBeLessThanOrEqual(most);
      }),
    );
  });
});

test("the first letter goes", () => {
  expect(mayWrite([], { intent: "a" }, 0, 1)).toEqual({ verdict: "send", letters: [{ intent: "a", at: 0 }] });
});

describe("letters that were answered", () => {
  const answered = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ intent: `answered ${n}`, at: n * 5 * MINUTE }));
  const mayWriteTo = (past: readonly PastLetter[]) =>
    mayWrite(past, { intent: "one more" }, 3 * 60 * MINUTE, 3, ({ intent }) => intent.startsWith("answered"));

  test("leave the day's letters to those that nobody answers", () => {
    expect(mayWriteTo(answered(3)).verdict).toBe("send");
    const unanswered = ["a", "b", "c"].map((intent, n) => ({ intent, at: n * 5 * MINUTE }));
    expect(mayWriteTo([...answered(3), ...unanswered]).verdict).toBe("withhold");
  });

  test("come to an end too: a mail scanner that presses buttons would answer any number", () => {
    expect(mayWriteTo(answered(11)).verdict).toBe("send");
    expect(mayWriteTo(answered(12)).verdict).toBe("withhold");
  });
});

describe("letters that tell of what takes effect without proof", () => {
  const past = (count: number, tells?: true) =>
    Array.from({ length: count }, (_, n) => ({ intent: `${tells} ${n}`, tells, at: n * 5 * MINUTE }));
  const HOUR = 60 * MINUTE;

  test("go whoever has spent the letters that ask, or a stranger could withdraw a consent unnoticed", () => {
    expect(mayWrite(past(3), { intent: "asks" }, HOUR, 3).verdict).toBe("withhold");
    expect(mayWrite(past(3), { intent: "tells", tells: true }, HOUR, 3).verdict).toBe("send");
  });

  test("are as many a day, and keep the same distance from all others", () => {
    expect(mayWrite(past(3, true), { intent: "tells", tells: true }, HOUR, 3).verdict).toBe("withhold");
    expect(mayWrite(past(3, true), { intent: "asks" }, HOUR, 3).verdict).toBe("send");
    expect(mayWrite(past(1), { intent: "tells", tells: true }, MINUTE, 3).verdict).toBe("wait");
  });
});
