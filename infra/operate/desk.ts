/** `npm run desk -- …` */
import { openDesk } from "./ask-desk.ts";
import { thisTerminal } from "./command-line.ts";
import { runDesk } from "./desk-program.ts";

const open = (place: Parameters<typeof openDesk>[0]) => openDesk(place, process.env);
process.exitCode = await runDesk(process.argv.slice(2), open, thisTerminal);
