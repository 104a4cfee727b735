import MailComposer from "nodemailer/lib/mail-composer";
import type { Address } from "../policy/data-subject.ts";
import type { Letter } from "./letter.ts";

/** Who the letters come from: settings, never a user's input. */
export interface Sender {
  /** The name a mail program shows. */
  readonly name: string;
  readonly address: string;
  /** Where answers go. */
  readonly replyTo: string;
}

/**
 * The letter as MIME (RFC 5322): one recipient, plain text and HTML.
 *
 * Addresses are given as objects: given as text, `a@b.example, c@d.example` would be two recipients. Quoted-printable
 * is chosen by hand, as it alone carries a link of any length unbroken.
 */
export function compose(from: Sender, to: Address, letter: Letter): Promise<Uint8Array> {
  const message = new MailComposer({
    from: { name: from.name, address: from.address },
    replyTo: { name: "", address: from.replyTo },
    to: { name: "", address: to },
    subject: letter.subject,
    text: { content: letter.text, contentTransferEncoding: "quoted-printable" },
    html: { content: letter.html, contentTransferEncoding: "quoted-printable" },
    headers: { "Auto-Submitted": "auto-generated" }, // RFC 3834: no out-of-office answers, please
    newline: "\r\n",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return message.compile().build();
}
