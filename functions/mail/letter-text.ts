import type { Controller } from "../policy/controller.ts";
import type { Block, Words } from "./letter.ts";

/** The letter as plain text. A link stands alone on its line, so that no program takes a full stop for a part of it. */
export function asText(words: Words, controller: Controller): string {
  const sender = [controller.name, controller.address, controller.email].join("\n");
  // "-- " is the signature separator of RFC 3676: programs fold or leave out what follows
  return `${[...words.blocks.map(blockAsText), `-- \n${words.why}`, sender].join("\n\n")}\n`;
}

function blockAsText(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return block.text;
    case "button":
    case "link":
      return `${block.label}:\n${block.href}`;
    case "list":
      return block.items.map((item) => `- ${item}`).join("\n");
    case "code":
      return `${block.label}:\n${block.code}`;
    case "facts":
      return block.rows.map(([name, value]) => `${name}: ${value}`).join("\n");
  }
}
