import { describe, expect, test } from "vitest";
import { californiaAnswers } from "../../../functions/export/bundle/california.ts";
import { precedingTwelveMonths } from "../../../functions/policy/california-categories.ts";
import { answersForCalifornia, ExportRight } from "../../../functions/policy/export-contents.ts";
import { factsOf, gathered, said } from "./given.ts";

const facts = factsOf("know-categories");

function answersAbout(category: string, fields: Readonly<Record<string, string>>, receivedAt?: string) {
  const holding = { holder: "submissions", pages: [[said(category, fields, { receivedAt })]] };
  return californiaAnswers(gathered([holding], "know-categories").collected, facts);
}

const collectedIn = (answers: ReturnType<typeof answersAbout>) =>
  answers.filter(({ aboutYou }) => aboutYou === "collected").map(({ category }) => category);

describe("the kinds of data about one person", () => {
  test("are those of the fields that they filled in", () => {
    const answers = answersAbout(
      "webcast",
      { email: "ann@example.org", webcast: "Tea" },
      "2026-01-01T00:00:00Z",
    );

    expect(collectedIn(answers)).toEqual(["identifiers", "customer-records", "commercial"]);
    expect(answers[0]).toMatchObject({
      sources: ["You, with our form “Register for a webcast”."],
      disclosedTo: expect.arrayContaining(["Providers of e-mail"]),
      sold: false,
    });
  });

  test("are those of all fields of the form where nobody opened what they wrote", () => {
    expect(collectedIn(answersAbout("job-application", {}))).toEqual([
      "identifiers",
      "customer-records",
      "professional",
    ]);
  });

  test("are those of the 12 months before the request", () => {
    expect(precedingTwelveMonths(facts.request.receivedAt)).toBe("2025-11-01T09:00:00Z");
    expect(collectedIn(answersAbout("contact", {}, "2025-11-01T09:00:00.000Z"))).not.toEqual([]);
    expect(collectedIn(answersAbout("contact", {}, "2025-11-01T08:59:59.999Z"))).toEqual([]);
  });

  test("of a recommended person come from somebody who knows them", () => {
    const [identifiers] = answersAbout("referral", {});

    expect(identifiers?.sources).toEqual(["Somebody who knows you, with our form “Tell a friend about us”."]);
  });

  test("that the website may have by device are not denied", () => {
    const byDevice = californiaAnswers(gathered([], "know").collected, facts)
      .filter(({ aboutYou }) => aboutYou === "by-device")
      .map(({ category }) => category);

    expect(byDevice).toEqual(["identifiers", "internet-activity", "geolocation"]);
  });
});

test("the table says what the notice says, and what the forms ask for besides", () => {
  const answers = californiaAnswers(gathered([], "know").collected, facts);
  const yes = answers.filter(({ collected }) => collected).map(({ category }) => category);

  expect(answers).toHaveLength(11);
  expect(yes).toEqual([
    ...["identifiers", "customer-records", "commercial", "internet-activity", "geolocation", "professional"],
  ]);
  expect(answers.every(({ collected, disclosed }) => collected === disclosed)).toBe(true);
});

test("Californians get it with their copy, everybody who asks for it gets it", () => {
  const told = (regime: "california" | "eu") =>
    ExportRight.options.filter((right) => answersForCalifornia(right, regime));

  expect(told("california")).toEqual(["access", "know", "know-categories"]);
  expect(told("eu")).toEqual(["know", "know-categories"]);
});
