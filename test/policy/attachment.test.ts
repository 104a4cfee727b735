import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeAttachment } from "../../functions/policy/attachment.ts";
import { docxParts, joined, odtParts, pdf, zip } from "./documents.ts";

const limit = 4 * 1024 * 1024;
const judge = (name: string, bytes: Uint8Array) => judgeAttachment({ name, bytes }, limit);
const why = (name: string, bytes: Uint8Array) => {
  const verdict = judge(name, bytes);
  return verdict.outcome === "refused" ? verdict.detail : verdict.outcome;
};

describe("what is taken", () => {
  test.each([
    ["cv.pdf", pdf, "application/pdf"],
    ["CV.PDF", pdf, "application/pdf"],
    ["cv.odt", zip(odtParts), "application/vnd.oasis.opendocument.text"],
    ["cv.docx", zip(docxParts), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    [
      "cv.docx",
      zip(docxParts, "with a comment"),
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ],
  ])("%s", (name, bytes, mediaType) => {
    expect(judge(name, bytes)).toEqual({ outcome: "accepted", mediaType, name });
  });

  test("a file that is a view into a larger buffer, as parsers of multipart hand out", () => {
    const whole = joined([new Uint8Array(7), zip(docxParts), new Uint8Array(9)]);
    expect(judge("cv.docx", whole.subarray(7, whole.length - 9)).outcome).toBe("accepted");
  });
});

describe("what is refused", () => {
  test.each([
    ["an empty file", "cv.pdf", new Uint8Array(), /empty/],
    ["a text", "cv.pdf", new TextEncoder().encode("My life"), /not a PDF, ODT or DOCX/],
    ["a PDF that begins later", "cv.pdf", joined([new Uint8Array(3), pdf]), /not a PDF/],
    [
      "a PDF with an archive behind it",
      "cv.pdf",
      joined([pdf, zip([{ name: "x.exe" }])]),
      /archives are not/,
    ],
    [
      "a PDF with an archive with a comment behind it",
      "cv.pdf",
      joined([pdf, zip([{ name: "x.exe" }], "hi")]),
      /archives are not/,
    ],
    ["an ordinary archive", "cv.zip", zip([{ name: "cv.pdf" }]), /archives are not taken/],
    ["an archive with another name", "cv.docx", zip([{ name: "cv.pdf" }]), /archives are not taken/],
    ["an ODT whose type comes second", "cv.odt", zip(odtParts.toReversed()), /not a PDF/],
    [
      "another OpenDocument",
      "cv.odt",
      zip([{ name: "mimetype", content: "application/vnd.oasis.opendocument.presentation" }]),
      /not a PDF/,
    ],
    [
      "a template",
      "cv.odt",
      zip([{ name: "mimetype", content: "application/vnd.oasis.opendocument.text-template" }]),
      /not a PDF/,
    ],
    ["Word macros", "cv.docx", zip([...docxParts, { name: "word/VBAPROJECT.bin" }]), /macros/],
    ["LibreOffice macros", "cv.odt", zip([...odtParts, { name: "Basic/Standard/Module1.xml" }]), /macros/],
    ["a locked document", "cv.docx", zip([...docxParts, { name: "word/x.xml", flags: 1 }]), /password/],
    ["a PDF called DOCX", "cv.docx", pdf, /must end in \.pdf/],
    ["a PDF without an ending", "cv", pdf, /must end in \.pdf/],
    ["a program in front", "cv.docx", joined([new TextEncoder().encode("MZ"), zip(docxParts)]), /not a PDF/],
    ["something appended", "cv.docx", joined([zip(docxParts), new Uint8Array(5)]), /not a PDF/],
    ["a document cut short", "cv.docx", zip(docxParts).subarray(0, -30), /not a PDF/],
  ])("%s", (_what, name, bytes, reason) => {
    expect(why(name, bytes)).toMatch(reason);
  });

  test("one byte over the limit; the limit itself is taken", () => {
    const full = new Uint8Array(limit);
    full.set(pdf);
    expect(judge("cv.pdf", full).outcome).toBe("accepted");
    expect(why("cv.pdf", joined([full, new Uint8Array(1)]))).toMatch(/larger than 4 MiB/);
  });

  test("any bytes at all are judged without an exception", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void judge("cv.docx", bytes)),
      { numRuns: 500 },
    );
  });

  test("a document with any one byte changed is judged without an exception", () => {
    const document = zip(docxParts);
    fc.assert(
      fc.property(fc.nat(document.length - 1), fc.nat(255), (at, value) => {
        const changed = document.slice();
        changed[at] = value;
        judge("cv.docx", changed);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the name", () => {
  test.each([
    ["C:\\Users\\Ann\\cv.pdf", "cv.pdf"],
    ["../../etc/cv.pdf", "cv.pdf"],
    ["cv\u202e\u0000.pdf", "cv.pdf"],
    [`${"a".repeat(300)}.pdf`, `${"a".repeat(116)}.pdf`],
  ])("%j is kept as %j", (sent, kept) => {
    expect(judge(sent, pdf)).toMatchObject({ name: kept });
  });
});
