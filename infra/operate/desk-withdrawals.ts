import type { Command } from "commander";
import type { Answering } from "./answering.ts";
import type { AskDesk } from "./ask-desk.ts";
import { counted } from "./terminal.ts";

/** What the staff does with withdrawals after a restore. */
export function withdrawalCommands(program: Command, answering: Answering): void {
  program
    .command("replay-withdrawals")
    .description("after a restore: end again what people had withdrawn, by their histories")
    .action(() =>
      answering(allPages, ({ consents }) =>
        consents === 0
          ? "Looked through all histories: no consent had come back."
          : `${counted(consents, "consent")} had come back, and ended again from the moment of then.`,
      ),
    );
}

async function allPages(ask: AskDesk) {
  let consents = 0;
  let from: string | undefined;
  for (;;) {
    const page = await ask({ act: "replay-withdrawals", ...(from === undefined ? {} : { from }) });
    if (page.outcome !== "done") return page;
    consents += page.consents;
    if (page.next === undefined) return { ...page, consents };
    from = page.next;
  }
}
