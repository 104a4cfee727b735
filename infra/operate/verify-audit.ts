/** `npm run verify-audit` */
import { openDesk } from "./ask-desk.ts";
import { thisTerminal } from "./command-line.ts";
import { runVerifyAudit } from "./verify-audit-program.ts";

process.exitCode = await runVerifyAudit(
  process.argv.slice(2),
  (place) => openDesk(place, process.env),
  thisTerminal,
);
