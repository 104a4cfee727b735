import { expect, test } from "vitest";
import { docxParts, pdf, zip } from "../policy/documents.ts";
import { problemsOf, read } from "./given.ts";

const applicant = { position: "Clerk", name: "Ann", email: "ann@example.org" };
const mebibyte = 1024 * 1024;

function pdfOf(size: number) {
  const bytes = new Uint8Array(size);
  bytes.set(pdf);
  return bytes;
}

test("a CV alone is enough; its bytes and what it is are handed on, and no answer carries it", () => {
  expect(read("job-application", applicant, { cv: [{ name: "cv.pdf", bytes: pdf }] })).toEqual({
    outcome: "accepted",
    answers: applicant,
    consents: [],
    files: [{ field: "cv", name: "cv.pdf", mediaType: "application/pdf", bytes: pdf }],
  });
});

test("the empty part that a browser sends for a field left alone is no file", () => {
  const nothing = { name: "", bytes: new Uint8Array() };
  const cv = { name: "cv.docx", bytes: zip(docxParts) };
  expect(read("job-application", applicant, { cv: [cv], coverLetter: [nothing] }).outcome).toBe("accepted");
  expect(problemsOf(read("job-application", applicant, { cv: [nothing] }))).toEqual({
    cv: "Choose a file for “CV”.",
  });
});

test("two CVs are one too many", () => {
  const cv = { name: "cv.pdf", bytes: pdf };
  expect(problemsOf(read("job-application", applicant, { cv: [cv, cv] }))).toEqual({
    cv: expect.stringMatching(/More than one/),
  });
});

test("two documents that are small enough each may be too large together", () => {
  const files = {
    cv: [{ name: "cv.pdf", bytes: pdfOf(3 * mebibyte) }],
    coverLetter: [{ name: "letter.pdf", bytes: pdfOf(2 * mebibyte) }],
  };
  expect(problemsOf(read("job-application", applicant, files))).toEqual({
    cv: expect.stringMatching(/together are larger than 4 MiB/),
    coverLetter: expect.stringMatching(/together are larger than 4 MiB/),
  });
});

test("what was typed is shown again, the files are not", () => {
  const answers = read(
    "job-application",
    { ...applicant, email: "ann" },
    { cv: [{ name: "cv.pdf", bytes: pdf }] },
  );
  expect(answers).toMatchObject({ outcome: "rejected", values: { ...applicant, email: "ann" } });
});
