import type { Controller } from "../policy/controller.ts";
import type { Letter, Words } from "./letter.ts";
import { asHtml } from "./letter-html.tsx";
import { asText } from "./letter-text.ts";

export function writeLetter(words: Words, controller: Controller): Letter {
  return { subject: words.subject, text: asText(words, controller), html: asHtml(words, controller) };
}
