import PostalMime from "postal-mime";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { compose } from "../../functions/mail/compose.ts";
import type { Letter } from "../../functions/mail/letter.ts";
import { confirmRequest } from "../../functions/mail/letters/confirm-request.ts";
import { erasureDone } from "../../functions/mail/letters/erasure-done.ts";
import { requestCancelled } from "../../functions/mail/letters/request-cancelled.ts";
import { requestDone } from "../../functions/mail/letters/request-done.ts";
import { requestReceived } from "../../functions/mail/letters/request-received.ts";
import { requestRefused } from "../../functions/mail/letters/request-refused.ts";
import { complaintUnder } from "../../functions/policy/complaint.ts";
import type { Outcomes } from "../../functions/policy/outcomes.ts";
import { RefusalGround, refusalGrounds } from "../../functions/policy/refusal-grounds.ts";
import { Regime } from "../../functions/policy/residence.ts";
import type { Right } from "../../functions/policy/rights.ts";
import { confirmation, controller, outcomes, person, sender } from "./given.ts";

const { reference, siteUrl, token } = confirmation;
const right = "erase" as const;
const dueBy = Temporal.PlainDate.from("2026-12-24");
const done = (changed: Partial<Parameters<typeof erasureDone>[0]> = {}) =>
  erasureDone({ controller, right, reference, regime: "eu", outcomes, ...changed });
const received = (coolingOffEnds?: string) =>
  requestReceived({
    ...{ controller, siteUrl, right, reference, dueBy, coolingOffEnds },
    ...{ statusToken: token, statusLinkLifetime: 86_400 },
  });

/** As a mail program shows it, long lines and all. */
const delivered = async (letter: Letter) => PostalMime.parse(await compose(sender, person, letter));

describe("every letter at the end of a request", () => {
  const letters: Record<string, Letter> = {
    done: done(),
    refused: requestRefused({ controller, right, reference, regime: "uk", ground: "unfounded" }),
    cancelled: requestCancelled({ controller, right, reference }),
    "seen to": requestDone({ controller, right: "complaint", reference, regime: "eu" }),
    received: received("2026-11-25T14:05:59Z"),
  };

  it.each(Object.entries(letters))("%s: arrives as it was written, to one person", async (_name, letter) => {
    const mail = await delivered(letter);
    expect(mail.to).toEqual([{ address: person, name: "" }]);
    expect(mail.subject).toBe(letter.subject);
    expect(mail.text?.trim()).toBe(letter.text.trim());
    expect(mail.html?.trim()).toBe(letter.html.trim());
    expect(mail.attachments).toEqual([]);
  });

  it("carries no secret but for the acknowledgement, which is sent before anything is erased", () => {
    for (const name of ["done", "refused", "cancelled", "seen to"])
      expect(letters[name]?.text).not.toMatch(/#\S|\/request/);
    expect(letters.received?.text.split("\n")).toContain(`${siteUrl}/request#${token}`);
  });
});

describe("the acknowledgement of a request that begins by itself", () => {
  it("says when it begins, to the minute and in UTC, and that one click cancels it", () => {
    const { text } = received("2026-11-25T14:05:59Z");
    expect(text).toContain("begins by itself on 25 November 2026, 14:05 UTC");
    expect(text).toContain("Begins on: 25 November 2026, 14:05 UTC");
    expect(text).toContain("one click");
    expect(text).not.toContain("waits for a person");
  });

  it("promises nothing of the kind where a person takes the request up", () => {
    expect(received().text).toContain("waits for a person");
    expect(received().text).not.toContain("cancel");
  });

  it.each([
    ["erase", "done by itself"],
    ["close-account", "done by itself"],
    ["report-a-child", "a person of ours"],
    ["restrict", "a person of ours"],
    ["access", "begin at once"],
  ] as const)("was announced by the letter that asked to confirm: %s, %s", (asked, words) => {
    expect(confirmRequest({ ...confirmation, right: asked, dueBy }).text).toContain(words);
  });
});

describe("the letter at the end of a withdrawal", () => {
  it("promises no more than what is done with what rested on the consents", () => {
    const { text } = requestDone({ controller, right: "withdraw", reference, regime: "eu" });
    expect(text).toContain("have ended");
    expect(text).toContain("within two days");
    expect(text).toContain("unless something obliges us to keep it");
  });
});

describe("the letter at the end of an erasure", () => {
  it("counts what was deleted, and says what was kept, why and until when, on one line each", () => {
    const lines = done().text.split("\n");
    expect(lines).toContain(
      "- What you sent with our forms: 1,200 deleted; 1 kept until 3 March 2027, because of a legal claim (GDPR 17(3)(e) <b>).",
    );
    expect(lines).toContain("- Documents: nothing was there.");
    expect(done().html).toContain("(GDPR 17(3)(e) &lt;b>)");
  });

  it("says what stays: by what the person is still found, and no more than that", () => {
    const { text } = done();
    expect(text).toContain("we cannot say any more what there was");
    expect(text).toContain("an id, made of the address with a secret key");
    // Who has the address finds that there was an erasure (`desk person`), and is to.
    expect(text).not.toContain("look you up");
    expect(text).toContain("without your name and address");
  });

  it("does not say so of an account that was closed, as the person may still be known", () => {
    const { text } = done({ right: "close-account" });
    expect(text).not.toContain("we cannot say any more");
    expect(text).not.toContain("an id, made of");
    expect(text).toContain("What belonged to your account is deleted");
  });

  it("does not tell who reported a child what there was, nor whether", () => {
    const nothing: Outcomes = [];
    const told = (found: Outcomes) => done({ right: "report-a-child", outcomes: found });
    expect(told(outcomes)).toEqual(told(nothing));
    expect(told(outcomes).text).not.toContain("1,200");
    expect(told(outcomes).text).not.toContain("signed statement");
    expect(done().text).toContain("signed statement");
  });

  it("says of nothing kept nothing, and of nothing found that it was looked for", () => {
    const clean = outcomes.map((outcome) => ({ ...outcome, retained: [] }));
    expect(done({ outcomes: clean }).text).not.toContain("kept until");
    expect(done({ outcomes: clean }).text).not.toContain("used for nothing else");
    const empty = clean.map((outcome) => ({ ...outcome, removed: 0 }));
    expect(done({ outcomes: empty }).text).toContain("there was nothing");
  });
});

describe("a refusal", () => {
  it("says that nothing has changed, and of what ended all the same that it has ended", () => {
    const refused = (asked: Right) =>
      requestRefused({ controller, right: asked, reference, regime: "eu", ground: "legal-claim" }).text;
    expect(refused("erase")).toContain("Nothing was deleted or changed.");
    expect(refused("object")).not.toContain("Nothing was deleted or changed.");
    expect(refused("object")).toContain("no more advertising");
    expect(refused("object")).toContain("Nothing else was deleted or changed.");
  });

  it.each(RefusalGround.options)("on the ground %s says it in plain words, with the article", (ground) => {
    const { text } = requestRefused({ controller, right, reference, regime: "eu", ground });
    expect(text).toContain(refusalGrounds[ground].words);
    expect(text).toContain(`Rule: ${refusalGrounds[ground].citation}`);
  });

  it.each(Regime.options)(
    "under the regime %s says to whom one can complain, as the erasure does",
    (regime) => {
      const { words, authority } = complaintUnder[regime];
      for (const { text } of [
        requestRefused({ controller, right, reference, regime, ground: "unfounded" }),
        done({ regime }),
      ]) {
        expect(text).toContain(words);
        expect(text).toContain(`Write to ${controller.email} and name the reference`);
        if (authority) expect(text.split("\n")).toContain(authority.link);
      }
    },
  );
});

describe("a cancellation", () => {
  it("says that nothing was done, and what to do if it was somebody else", () => {
    const { text } = requestCancelled({ controller, right, reference });
    expect(text).toContain("Nothing was done");
    expect(text).toContain(`If it was not you who cancelled it, write to ${controller.email}`);
  });
});
