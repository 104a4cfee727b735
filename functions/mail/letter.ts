/** What is sent: one subject, the same words twice. */
export interface Letter {
  /** A constant of the letter: nothing of the person or of the case shows in a list of mails. */
  readonly subject: string;
  readonly text: string;
  /** A whole document without remote content, script or style sheet. */
  readonly html: string;
}

/**
 * A piece of a letter. Letters are written in pieces, once, and rendered to plain text and HTML, so that the two
 * cannot say different things.
 */
export type Block =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "button"; readonly label: string; readonly href: string }
  | { readonly kind: "link"; readonly label: string; readonly href: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "code"; readonly label: string; readonly code: string }
  | { readonly kind: "facts"; readonly rows: readonly (readonly [name: string, value: string])[] };

/** The words of a letter, before they are rendered. */
export interface Words {
  readonly subject: string;
  readonly blocks: readonly Block[];
  /** Why the person gets this letter (footer). */
  readonly why: string;
}

export function paragraph(text: string): Block {
  return { kind: "paragraph", text };
}
