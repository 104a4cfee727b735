/** `npm run verify-receipt -- FILE` */
import { thisTerminal } from "./command-line.ts";
import { runVerifyReceipt } from "./verify-receipt-program.ts";

process.exitCode = await runVerifyReceipt(process.argv.slice(2), thisTerminal);
