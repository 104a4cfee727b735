/** `npm run verify-receipt -- FILE` */
import { thisTerminal } from "./command-line.ts";
import { localKeys } from "./local-keys.ts";
import { runVerifyReceipt } from "./verify-receipt-program.ts";

process.exitCode = await runVerifyReceipt(
  process.argv.slice(2),
  (issuer) => localKeys(process.env, issuer),
  thisTerminal,
);
