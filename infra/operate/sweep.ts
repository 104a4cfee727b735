/** `npm run sweep -- --at DATE` */
import { type DeskPlace, openDesk } from "./ask-desk.ts";
import { thisTerminal } from "./command-line.ts";
import { openMachine } from "./open-machine.ts";
import { runSweep } from "./sweep-program.ts";

const open = {
  machine: (place: DeskPlace) => openMachine(place, process.env),
  desk: (place: DeskPlace) => openDesk(place, process.env),
};
process.exitCode = await runSweep(process.argv.slice(2), open, thisTerminal);
