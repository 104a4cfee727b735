import { describe, expect, test } from "vitest";
import { forms } from "../../functions/intake/forms.ts";
import { beyond } from "../../functions/policy/blast-radius.ts";
import { tallyOf } from "../../functions/policy/de-identify.ts";
import { scheduleOf } from "../../functions/policy/retention-schedule.ts";

const survey = forms.find(({ slug }) => slug === "survey");
const came = { form: "survey", receivedAt: "2027-03-31T23:59:59.999Z" };

describe("what is left of a submission", () => {
  test("is its form, its month and the answers that the form counts", () => {
    const answers = {
      ...{ email: "ann@example.org", satisfaction: "content", frequency: "daily", improve: "Ask Ann." },
    };
    expect(tallyOf(came, survey, answers)).toEqual({
      ...{ form: "survey", month: "2027-03" },
      answers: ["satisfaction:content", "frequency:daily"],
    });
  });

  test("has nothing that was not offered, nor anything of a form that is gone", () => {
    expect(tallyOf(came, survey, { satisfaction: "ann@example.org", frequency: "" }).answers).toEqual([]);
    expect(tallyOf(came, undefined, { satisfaction: "content" }).answers).toEqual([]);
  });

  test("is counted only where the schedule says that it is de-identified, and only what is chosen", () => {
    const schedule = scheduleOf({ retention: {} });
    for (const { fields, retention } of forms)
      for (const field of fields)
        if ("countedAfterwards" in field) {
          expect(field.kind).toBe("choice");
          expect(schedule[retention].action).toBe("de-identify");
        }
  });
});

describe("more than may go at once", () => {
  const radius = { share: 20, minimum: 5 };
  const of = (count: number, live: number, category: "contact" | "unverified" = "contact") =>
    beyond(radius, new Map([[category, count]]), { [category]: live });

  test("is more than the share and no fewer than the minimum", () => {
    expect(of(20, 100)).toEqual([]);
    expect(of(21, 100)).toEqual([{ category: "contact", count: 21, live: 100 }]);
    expect(of(4, 4)).toEqual([]);
    expect(of(5, 5)).toHaveLength(1);
    expect(beyond(radius, new Map([["contact", 5]]), {})).toEqual([
      { category: "contact", count: 5, live: 0 },
    ]);
  });

  test("is never what was promised to strangers", () => {
    expect(of(1_000_000, 0, "unverified")).toEqual([]);
  });
});
