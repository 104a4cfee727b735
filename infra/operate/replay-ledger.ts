/** `npm run replay-ledger` */
import { openDesk } from "./ask-desk.ts";
import { thisTerminal } from "./command-line.ts";
import { runReplayLedger } from "./replay-ledger-program.ts";

process.exitCode = await runReplayLedger(
  process.argv.slice(2),
  (place) => openDesk(place, process.env),
  thisTerminal,
);
