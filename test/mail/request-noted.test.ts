import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { requestDone } from "../../functions/mail/letters/request-done.ts";
import { requestNoted } from "../../functions/mail/letters/request-noted.ts";
import type { ConsentName } from "../../functions/policy/choices.ts";
import { confirmation, controller } from "./given.ts";

const { reference } = confirmation;
const dueBy = Temporal.PlainDate.from("2026-12-24");
const receivedAt = "2026-11-24T09:30:59.999Z";
const noted = (isRead: boolean, withdraws?: readonly ConsentName[]) =>
  requestNoted({ controller, right: "withdraw", reference, dueBy, receivedAt, isRead, withdraws }).text;

describe("the letter about a right that asks for no proof", () => {
  it("says of what holds already since when, and of what is read first by when there is an answer", () => {
    expect(noted(false)).toContain("Holds since: 24 November 2026, 09:30 UTC");
    expect(noted(false)).not.toContain("24 December");
    expect(noted(true)).toContain("Answer by: 24 December 2026");
    expect(noted(true)).toContain("reads what you wrote");
    expect(noted(true)).not.toContain("Holds since");
  });

  it("names the consent that was chosen, and so does the last letter", () => {
    expect(noted(false, ["survey"])).toContain("Consent: The use of my answers to the survey");
    expect(noted(false)).not.toContain("Consent:");
    const done = requestDone({
      ...{ controller, right: "withdraw", reference, regime: "eu" },
      withdraws: ["survey", "newsletter"],
    });
    expect(done.text).toContain("Consent: The use of my answers to the survey; The newsletter");
  });

  it("promises no way back that there is not, but the one there is", () => {
    expect(noted(false)).not.toContain("we take it back");
    expect(noted(false)).toContain("agree to again");
  });
});
