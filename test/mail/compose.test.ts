import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { compose } from "../../functions/mail/compose.ts";
import { confirmForm } from "../../functions/mail/letters/confirm-form.ts";
import type { Address } from "../../functions/policy/data-subject.ts";
import { canonicalAddress } from "../../functions/policy/data-subject.ts";
import { confirmation, person, sender } from "./given.ts";

const letter = confirmForm({ ...confirmation, form: { title: "Ask us" } });
const sent = async (to: Address, what = letter, from = sender) =>
  PostalMime.parse(await compose(from, to, what));
const names = (headers: readonly { key: string }[]) => headers.map(({ key }) => key).sort();

const HEADERS = [
  "auto-submitted",
  "content-type",
  "date",
  "from",
  "message-id",
  "mime-version",
  "reply-to",
  "subject",
  "to",
];

describe("a composed letter", () => {
  it("goes from the sender to the person, with answers to the address for answers", async () => {
    const mail = await sent(person);
    expect(mail.from).toMatchObject({ address: sender.address, name: sender.name });
    expect(mail.to).toEqual([{ address: person, name: "" }]);
    expect(mail.replyTo?.map(({ address }) => address)).toEqual([sender.replyTo]);
    expect(mail.cc ?? []).toEqual([]);
    expect(mail.bcc ?? []).toEqual([]);
    expect(mail.subject).toBe(letter.subject);
  });

  it("has these headers and no others, and says that a machine sent it", async () => {
    const mail = await sent(person);
    expect(names(mail.headers)).toEqual(HEADERS);
    expect(mail.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated");
  });

  it("has the text and the HTML as they were written, and nothing attached", async () => {
    const mail = await sent(person);
    expect(mail.text?.trim()).toBe(letter.text.trim());
    expect(mail.html?.trim()).toBe(letter.html.trim());
    expect(mail.attachments).toEqual([]);
  });

  it("is 7-bit in lines of 76 at most, so that no relay breaks it", async () => {
    const raw = new TextDecoder().decode(await compose(sender, person, letter));
    expect(raw).toMatch(/^[\t\r\n\x20-\x7e]*$/);
    const body = raw.slice(raw.indexOf("\r\n\r\n"));
    for (const line of body.split("\r\n")) expect(line.length).toBeLessThanOrEqual(76);
    expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  it("carries links of any length, and any words, unbroken", async () => {
    const words = fc.array(fc.constantFrom("a", "=", ".", "-", "/", " ", "é", "汉", "😀", "From "), {
      maxLength: 900,
    });
    await fc.assert(
      fc.asyncProperty(words, async (parts) => {
        const text = `x${parts.join("")}x\nhttps://example.org/verify#${"token".repeat(parts.length)}\n`;
        const mail = await sent(person, { subject: "s", text, html: `<p>${text}</p>` });
        expect(mail.text?.trimEnd()).toBe(text.trimEnd());
        expect(mail.html?.trim()).toBe(`<p>${text}</p>`);
      }),
      { numRuns: 50 },
    );
  });
});

describe("an address", () => {
  const naughty = [
    "a@b.example, c@d.example",
    "a@b.example\r\nBcc: c@d.example",
    "a@b.example\nBcc: c@d.example",
    "a@b.example\rSubject: x",
    "a@b.example\u2028Bcc: c@d.example",
    "a@b.example\0c@d.example",
    "<a@b.example>c@d.example",
    "group: a@b.example, c@d.example;@e.example",
    '"a@b.example, c"@d.example',
    "a@b.example;c@d.example",
    "=?utf-8?q?a=40b=2Eexample=2C?= <c@d.example>",
    "a(comment)@b.example",
    "ü@münchen.example",
    "a@[127.0.0.1]",
    "%0d%0aBcc:c@d.example",
  ];

  it.each(naughty)(
    "%j adds no header and no recipient, even where it should never have got here",
    async (text) => {
      const mail = await sent(text as Address);
      expect(names(mail.headers)).toEqual(HEADERS);
      expect(mail.to).toHaveLength(1);
      expect(mail.cc ?? []).toEqual([]);
      expect(mail.bcc ?? []).toEqual([]);
      expect(mail.subject).toBe(letter.subject);
      expect(mail.text?.trim()).toBe(letter.text.trim());
    },
  );

  it("of any characters whatever adds no header", async () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ unit: "binary-ascii", maxLength: 80 }),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        const mail = await sent(`${text}@example.com` as Address);
        expect(names(mail.headers)).toEqual(HEADERS);
        expect(mail.to).toHaveLength(1);
        expect(mail.subject).toBe(letter.subject);
      }),
      { numRuns: 100 },
    );
  });

  it("that passes the check on the way in arrives as it is", async () => {
    for (const text of [
      "O'Brien+x@Example.COM",
      "a.b@sub.example.co.uk",
      "{weird}~!#$%&*=?^`|@example.org",
    ]) {
      const address = canonicalAddress(text);
      if (address === undefined) throw new Error(`not an address: ${text}`);
      const mail = await sent(address);
      expect(mail.to).toEqual([{ address, name: "" }]);
    }
  });
});
