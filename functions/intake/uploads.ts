import { attachmentsMaxBytes, inMebibytes, judgeAttachment } from "../policy/attachment.ts";
import type { FieldProblem, FileField, Submitted, UploadedFile } from "../policy/form.ts";
import { notAText } from "./form-schema.ts";

/** A document that passed; `name` is for people only and never a key. */
export interface AcceptedFile {
  readonly field: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Judges the documents of a submission: one for each file field, and all of them together. */
export function readUploads(
  fields: readonly FileField[],
  submitted: Submitted,
): { readonly files: readonly AcceptedFile[]; readonly problems: readonly FieldProblem[] } {
  const files: AcceptedFile[] = [];
  const problems: FieldProblem[] = [];
  for (const field of fields) {
    const problem = (detail: string) => problems.push({ field: field.name, detail });
    const typed = submitted.values.get(field.name);
    if (typed !== undefined && typed !== "") {
      problem("It must be a file, but it is text. Choose a file; programs send it as multipart/form-data.");
      continue;
    }
    const [file, ...further] = (submitted.files.get(field.name) ?? []).filter(isChosen);
    if (file === undefined) {
      if (field.required) problem(notAText(field, undefined) ?? "Choose a file.");
      continue;
    }
    if (further.length > 0) {
      problem("More than one file was sent. Choose one.");
      continue;
    }
    const verdict = judgeAttachment(file, field.maxBytes);
    if (verdict.outcome === "refused") problem(verdict.detail);
    else
      files.push({ field: field.name, name: verdict.name, mediaType: verdict.mediaType, bytes: file.bytes });
  }
  const together = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (together > attachmentsMaxBytes) {
    const detail = `The files together are larger than ${inMebibytes(attachmentsMaxBytes)}. Save one of them smaller.`;
    problems.push(...files.map((file) => ({ field: file.field, detail })));
  }
  return { files, problems };
}

/** A browser sends a nameless, empty part for a file field that was left alone. */
function isChosen(file: UploadedFile): boolean {
  return file.name !== "" || file.bytes.length > 0;
}
