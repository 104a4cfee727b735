import type { TextField } from "../../policy/form.ts";

/** 254 is the longest address that SMTP can carry (RFC 5321 4.5.3.1.3, erratum 1690). */
const longestAddress = 254;

/** The person's own address: the letter that asks to confirm goes there. */
export function emailField(why: string, label = "Your e-mail address"): TextField {
  return {
    kind: "email",
    name: "email",
    label,
    why,
    required: true,
    category: "identifiers",
    autocomplete: "email",
    maxLength: longestAddress,
  };
}

/** One field for the whole name: not everybody has a first and a last one. */
export function nameField(why: string): TextField {
  return {
    kind: "text",
    name: "name",
    label: "Your name",
    why,
    required: true,
    category: "identifiers",
    autocomplete: "name",
    maxLength: 120,
  };
}
