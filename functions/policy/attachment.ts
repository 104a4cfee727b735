import type { UploadedFile } from "./form.ts";
import { endsAsZip, type ZipEntry, zipDirectory } from "./zip-directory.ts";

/** The one kind of document a file was found to be, or what is wrong with it in words that say how to mend it. */
export type AttachmentVerdict =
  | { readonly outcome: "accepted"; readonly mediaType: string; readonly name: string }
  | { readonly outcome: "refused"; readonly detail: string };

/**
 * All files of one form together, in bytes. Lambda takes 6 MB a call and the HTTP API hands files over in base64, a
 * third larger: 4 MiB become 5.6 MB, and the other answers need room too.
 */
export const attachmentsMaxBytes = 4 * 1024 * 1024;

interface DocumentKind {
  readonly extension: string;
  readonly label: string;
  readonly mediaType: string;
  readonly matches: (bytes: Uint8Array, entries: readonly ZipEntry[] | undefined) => boolean;
}

const odtMediaType = "application/vnd.oasis.opendocument.text";

/** What is accepted; everything else is refused, other archives included. */
const kinds: readonly DocumentKind[] = [
  {
    extension: "pdf",
    label: "PDF",
    mediaType: "application/pdf",
    // Readers of ZIP look from the end: a PDF can carry an archive behind it.
    matches: (bytes) => startsWith(bytes, "%PDF-") && !endsAsZip(bytes),
  },
  {
    extension: "odt",
    label: "ODT",
    mediaType: odtMediaType,
    // ODF 1.3 part 2, 3.3: `mimetype` comes first, stored, without extra field, so that it can be read at byte 30.
    matches: (bytes, entries) =>
      startsWith(bytes, "PK\u0003\u0004") &&
      startsWith(bytes.subarray(30), `mimetype${odtMediaType}`) &&
      entries?.some(
        (entry) =>
          entry.name === "mimetype" &&
          entry.localHeaderOffset === 0 &&
          entry.method === 0 &&
          entry.compressedSize === odtMediaType.length,
      ) === true,
  },
  {
    extension: "docx",
    label: "DOCX",
    mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    matches: (bytes, entries) =>
      startsWith(bytes, "PK\u0003\u0004") &&
      ["[Content_Types].xml", "word/document.xml"].every((part) =>
        entries?.some(({ name }) => name === part),
      ),
  },
];

/** The value of the `accept` attribute of a file field. */
export const attachmentExtensions = kinds.map((kind) => `.${kind.extension}`).join(",");

/** How the name of a document of this kind ends, without the full stop; `bin` for one that is none of them. */
export function extensionOf(mediaType: string): string {
  return kinds.find((kind) => kind.mediaType === mediaType)?.extension ?? "bin";
}

/** Judges a file by its bytes; its name must agree, but never decides. `maxBytes` is the limit of its field. */
export function judgeAttachment(file: UploadedFile, maxBytes: number): AttachmentVerdict {
  if (file.bytes.length === 0) return refused("The file is empty. Choose another one.");
  if (file.bytes.length > maxBytes) {
    return refused(
      `The file is larger than ${inMebibytes(maxBytes)}. Save it smaller, for instance as a PDF.`,
    );
  }
  const entries = zipDirectory(file.bytes);
  const kind = kinds.find((candidate) => candidate.matches(file.bytes, entries));
  if (kind === undefined) {
    return refused(
      "The file is not a PDF, ODT or DOCX document. Save it as one of these; archives are not taken.",
    );
  }
  if (entries?.some((entry) => entry.encrypted)) {
    return refused("The document is locked with a password. Save it without one.");
  }
  if (entries?.some(({ name }) => carriesMacros(name))) {
    return refused("The document contains macros. Save it without them, for instance as a PDF.");
  }
  if (!file.name.toLowerCase().endsWith(`.${kind.extension}`)) {
    return refused(
      `The file is a ${kind.label} document; its name must end in .${kind.extension}. Rename it.`,
    );
  }
  return { outcome: "accepted", mediaType: kind.mediaType, name: plainFileName(file.name) };
}

/** Words for a limit in bytes that is a whole number of MiB. */
export function inMebibytes(bytes: number): string {
  return `${Math.floor(bytes / (1024 * 1024))} MiB`;
}

/** Word keeps macros in vbaProject.bin, LibreOffice in Basic/ and Scripts/. */
function carriesMacros(name: string): boolean {
  return /(^|[/\\])vbaProject\.bin$/i.test(name) || /^(Basic|Scripts)[/\\]/i.test(name);
}

/** The name as a person may see it again: no path, nothing invisible, 120 characters. It is never used as a key. */
function plainFileName(name: string): string {
  const last = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const visible = [...last.toWellFormed().replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "")];
  if (visible.length <= 120) return visible.join("");
  const dot = visible.lastIndexOf(".");
  const ending = dot < 0 ? [] : visible.slice(dot).slice(-10);
  return [...visible.slice(0, 120 - ending.length), ...ending].join("");
}

function startsWith(bytes: Uint8Array, ascii: string): boolean {
  return bytes.length >= ascii.length && [...ascii].every((letter, at) => bytes[at] === letter.charCodeAt(0));
}

function refused(detail: string): AttachmentVerdict {
  return { outcome: "refused", detail };
}
