import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { requestNoted } from "../../functions/mail/letters/request-noted.ts";
import { confirmation, controller } from "./given.ts";

const { reference } = confirmation;
const dueBy = Temporal.PlainDate.from("2026-12-24");
const receivedAt = "2026-11-24T09:30:59.999Z";
const noted = (isRead: boolean) =>
  requestNoted({ controller, right: "withdraw", reference, dueBy, receivedAt, isRead }).text;

describe("the letter about a right that asks for no proof", () => {
  it("says of what holds already since when, and of what is read first by when there is an answer", () => {
    expect(noted(false)).toContain("Holds since: 24 November 2026, 09:30 UTC");
    expect(noted(false)).not.toContain("24 December");
    expect(noted(true)).toContain("Answer by: 24 December 2026");
    expect(noted(true)).toContain("reads what you wrote");
    expect(noted(true)).not.toContain("Holds since");
  });

  it("promises no way back that there is not, but the one there is", () => {
    expect(noted(false)).not.toContain("we take it back");
    expect(noted(false)).toContain("agree to again");
  });
});
