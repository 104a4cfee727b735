import { describe, expect, test } from "vitest";
import { message, problemsOf, read, subscriber } from "./given.ts";

describe("what is accepted", () => {
  test("text comes back trimmed, in NFC, with one kind of line end", () => {
    const answers = read("contact", {
      ...message,
      name: "  Ame\u0301lie ",
      message: "one\r\ntwo\rthree\t\n",
    });
    expect(answers).toMatchObject({ answers: { name: "Am\u00e9lie", message: "one\ntwo\nthree" } });
  });

  test("an optional field left empty is absent, not an empty text", () => {
    expect(read("contact", { ...message, phone: "   " })).toEqual({
      outcome: "accepted",
      answers: message,
      consents: [],
      files: [],
    });
  });

  test("names of all scripts and emoji pass", () => {
    for (const name of ["毛泽东", "محمد", "Ólafur 👩‍👩‍👧", "O'Brien-Smith <b>"]) {
      expect(read("contact", { ...message, name })).toMatchObject({ outcome: "accepted", answers: { name } });
    }
  });

  test("the answers of the age gate are judged and dropped", () => {
    expect(read("newsletter", subscriber)).toEqual({
      outcome: "accepted",
      answers: { email: "ann@example.org" },
      consents: ["newsletter"],
      files: [],
    });
  });

  test.each([true, "true", "on", "yes"])("a box with %j is ticked", (yes) => {
    expect(read("newsletter", { ...subscriber, newsletter: yes })).toMatchObject({
      consents: ["newsletter"],
    });
  });

  test.each([false, "", "false"])("a box with %j is not ticked", (no) => {
    const account = { ...message, birthDate: "1990-04-23", country: "DE", marketing: no };
    const { message: _unasked, ...asked } = account;
    expect(read("account", asked)).toMatchObject({ outcome: "accepted", consents: [] });
  });
});

describe("what is refused", () => {
  test("everything that is wrong is said at once, in the order of the page", () => {
    const answers = read("contact", { email: "nobody", message: "", phone: "call me", extra: "x" });
    expect(answers).toEqual({
      outcome: "rejected",
      problems: [
        { field: "name", detail: "Fill in “Your name”." },
        { field: "email", detail: "This is not an e-mail address. Write it like name@example.org." },
        {
          field: "phone",
          detail: "This is not a telephone number. Write it with digits, like +44 20 7946 0000.",
        },
        { field: "message", detail: "Fill in “Your message”." },
        { field: "", detail: "This form has no field “extra”. Leave it out." },
      ],
      values: { email: "nobody", phone: "call me" },
    });
  });

  test.each([
    ["a\u0000b", /control characters/],
    ["a\u001b[31m", /control characters/],
    ["a\ud800b", /did not arrive whole/],
    ["a\ufffdb", /did not arrive whole/],
    ["two\nlines", /one line/],
    ["two\u2028lines", /one line/],
    ["x".repeat(121), /121 characters; at most 120/],
  ])("a name of %j", (name, why) => {
    expect(problemsOf(read("contact", { ...message, name }))).toEqual({ name: expect.stringMatching(why) });
  });

  test.each([
    [5, /of the type number/],
    [true, /of the type boolean/],
    [null, /null/],
    [{ a: 1 }, /of the type object/],
    [["a", "b"], /more than once/],
  ])("a name that is %j", (name, why) => {
    expect(problemsOf(read("contact", { ...message, name }))).toEqual({ name: expect.stringMatching(why) });
  });

  test("an object that cannot be turned into text, in any field", () => {
    const odd = JSON.parse('{"toString":1,"valueOf":1,"__proto__":{"x":1}}');
    for (const field of ["email", "birthDate", "country", "newsletter"]) {
      expect(problemsOf(read("newsletter", { ...subscriber, [field]: odd }))).toHaveProperty([field]);
    }
  });

  test("characters are counted, not UTF-16 units", () => {
    expect(read("contact", { ...message, name: "👍".repeat(120) }).outcome).toBe("accepted");
  });

  test("a required consent that is missing is named", () => {
    const { newsletter: _missing, ...rest } = subscriber;
    expect(problemsOf(read("newsletter", rest))).toEqual({
      newsletter: expect.stringMatching(/Tick this box/),
    });
  });

  test("an unclear answer is no consent", () => {
    expect(problemsOf(read("newsletter", { ...subscriber, newsletter: "perhaps" }))).toHaveProperty(
      "newsletter",
    );
    expect(problemsOf(read("newsletter", { ...subscriber, newsletter: 1 }))).toHaveProperty("newsletter");
  });

  test("a choice that is not offered, Object's own members included", () => {
    for (const country of ["XX", "de", "constructor", "__proto__"]) {
      expect(problemsOf(read("newsletter", { ...subscriber, country }))).toEqual({
        country: "Choose one of the answers given.",
      });
    }
  });

  test.each(["1990-02-30", "1990-2-3", "23.04.1990", "+001990-04-23", "1990-04-23T00:00"])(
    "the date %j",
    (birthDate) => {
      expect(problemsOf(read("newsletter", { ...subscriber, birthDate }))).toEqual({
        birthDate: "This is not a date. Write year, month and day, like 1990-04-23.",
      });
    },
  );

  test("a date of birth in the future or beyond a human life", () => {
    expect(problemsOf(read("newsletter", { ...subscriber, birthDate: "2026-03-02" }))).toHaveProperty(
      "birthDate",
    );
    expect(problemsOf(read("newsletter", { ...subscriber, birthDate: "1890-01-01" }))).toHaveProperty(
      "birthDate",
    );
  });

  test("an address that begins like a script", () => {
    const comment = {
      displayName: "Ann",
      email: "ann@example.org",
      comment: "Hi",
      birthDate: "1990-04-23",
      country: "DE",
    };
    for (const article of [
      "javascript:alert(1)",
      "data:text/html,x",
      "https://",
      "example.org",
      "https://a b",
    ]) {
      expect(problemsOf(read("comment", { ...comment, article }))).toHaveProperty("article");
    }
    expect(read("comment", { ...comment, article: "https://example.org/a?b=c" }).outcome).toBe("accepted");
  });

  test("the name of an unknown field is repeated only if it is plain, and only its beginning", () => {
    const answers = read("contact", { ...message, "<script>": "x", [`${"a".repeat(300)}`]: "y" });
    expect(answers).toMatchObject({
      problems: [
        {
          field: "",
          detail: "This form has no field of that name (it has unusual characters). Leave it out.",
        },
        { field: "", detail: `This form has no field “${"a".repeat(40)}”. Leave it out.` },
      ],
    });
  });

  test("a thousand unknown fields are ten problems and a number", () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x${index}`, ""]));
    const answers = read("contact", { ...message, ...many });
    expect(answers.outcome === "rejected" && answers.problems.length).toBe(11);
    expect(problemsOf(answers)[""]).toBe("990 more fields are not in this form.");
  });

  test("a file where words are asked, and words where a file is asked", () => {
    const file = { name: "a.pdf", bytes: new Uint8Array([1]) };
    expect(
      problemsOf(read("contact", { name: "Ann", email: message.email }, { message: [file] })),
    ).toHaveProperty("message");
    const job = { position: "Clerk", name: "Ann", email: message.email, cv: "my life" };
    expect(problemsOf(read("job-application", job))).toEqual({ cv: expect.stringMatching(/must be a file/) });
  });
});
