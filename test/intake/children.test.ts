import { describe, expect, test } from "vitest";
import { message, problemsOf, read, subscriber } from "./given.ts";

describe("children", () => {
  test("a child is told so whatever else is wrong, and nothing is handed back", () => {
    expect(read("newsletter", { email: "kid@", birthDate: "2015-01-01", country: "GB", odd: 1 })).toEqual({
      outcome: "too-young",
    });
  });

  test("the age is the local one, to the day", () => {
    const aged = (birthDate: string, country: string) =>
      read("newsletter", { ...subscriber, birthDate, country }).outcome;
    expect(aged("2013-03-01", "US")).toBe("accepted");
    expect(aged("2013-03-02", "US")).toBe("too-young");
    expect(aged("2010-03-02", "DE")).toBe("too-young");
    expect(aged("2010-03-01", "DE")).toBe("accepted");
  });

  test("a form without an age gate refuses the questions as unknown", () => {
    expect(problemsOf(read("contact", { ...message, birthDate: "2015-01-01" }))).toHaveProperty([""]);
  });
});
