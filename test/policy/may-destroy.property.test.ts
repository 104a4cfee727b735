import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HoldScope } from "../../functions/policy/legal-hold.ts";
import { type Destroyable, mayDestroy } from "../../functions/policy/may-destroy.ts";
import { RequestStatus } from "../../functions/policy/request-lifecycle.ts";
import { Right } from "../../functions/policy/rights.ts";
import { hold, MINE, now, OTHER } from "./reasons-to-keep.ts";

const FORMS = ["contact", "survey", "job-application"];
const HOLDERS = ["submissions", "consents", "attachments", "rights-requests", "fleeting"];

describe("in any order and number", () => {
  const days = fc.date({ min: new Date("2020-01-01"), max: new Date("2035-12-31"), noInvalidDate: true });
  const day = days.map((date) => date.toISOString().slice(0, 10));
  const record = fc.constantFrom(MINE, OTHER);
  const scope: fc.Arbitrary<HoldScope> = fc.oneof(
    fc.constant("everything" as const),
    fc.record({ holder: fc.constantFrom(...HOLDERS) }),
    fc.record({ record }),
    fc.record({ form: fc.constantFrom(...FORMS) }),
  );
  const holds = fc.array(fc.tuple(scope, day).map(([one, until]) => hold(one, until)));
  const items: fc.Arbitrary<Destroyable> = fc.record({
    holder: fc.constantFrom(...HOLDERS),
    record: fc.option(record, { nil: undefined }),
    form: fc.option(fc.constantFrom(...FORMS), { nil: undefined }),
    receivedAt: fc.option(
      days.map((date) => date.toISOString()),
      { nil: undefined },
    ),
  });
  const requests = fc.array(
    fc.record({
      reference: record,
      right: fc.constantFrom(...Right.options),
      status: fc.constantFrom(...RequestStatus.options),
      receivedAt: days.map((date) => date.toISOString()),
      dueBy: day,
    }),
  );

  test("no held item is ever let go, whatever else there is", () => {
    fc.assert(
      fc.property(items, holds, holds, requests, day, (one, before, after, open, until) => {
        const covering = [
          hold("everything", until),
          hold({ holder: one.holder }, until),
          ...(one.record === undefined ? [] : [hold({ record: one.record }, until)]),
          ...(one.form === undefined ? [] : [hold({ form: one.form }, until)]),
        ];
        for (const held of covering)
          expect(mayDestroy(one, [...before, held, ...after], open, [], now).may).toBe(false);
      }),
    );
  });

  test("the order changes nothing about what is kept until when", () => {
    fc.assert(
      fc.property(items, holds, requests, (one, some, open) => {
        const verdict = mayDestroy(one, some, open, [], now);
        const turned = mayDestroy(one, some.toReversed(), open.toReversed(), [], now);
        expect(turned.may).toBe(verdict.may);
        if (!verdict.may && !turned.may) expect(turned.until).toBe(verdict.until);
      }),
    );
  });

  test("what a hold keeps says by which: when that is gone it stays only for another reason", () => {
    const numbered = holds.map((some) => some.map((one, i) => ({ ...one, id: `hold ${i}` })));
    fc.assert(
      fc.property(items, numbered, requests, (one, some, open) => {
        let left = some;
        for (;;) {
          const verdict = mayDestroy(one, left, open, [], now);
          if (verdict.may || verdict.hold === undefined) break;
          expect(left.map(({ id }) => id)).toContain(verdict.hold);
          left = left.filter(({ id }) => id !== verdict.hold);
        }
        // Whoever is asked again after each release comes to where the requests alone leave it.
        const verdict = mayDestroy(one, left, open, [], now);
        expect(verdict.may || verdict.ground === "open-request").toBe(true);
        if (verdict.may) expect(mayDestroy(one, [], open, [], now).may).toBe(true);
      }),
    );
  });

  test("a request that nobody proved never keeps anything", () => {
    fc.assert(
      fc.property(items, requests, (one, some) => {
        const unproved = some.map((open) => ({ ...open, status: "awaiting-verification" as const }));
        expect(mayDestroy(one, [], unproved, [], now)).toEqual({ may: true });
      }),
    );
  });

  test("what is kept is judged again on a day to come", () => {
    fc.assert(
      fc.property(items, holds, requests, (one, some, open) => {
        const verdict = mayDestroy(one, some, open, [], now);
        if (!verdict.may) expect(verdict.until > "2026-11-22").toBe(true);
      }),
    );
  });
});
