/**
 * The process of the mail inbox: `node mail-inbox.process.ts <port> <file of letters>`. The emulator keeps letters
 * in memory only, so this puts back those of earlier runs and writes them down after every request that may add one.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import { endWithParent } from "./end-with-parent.ts";
import { LOOPBACK } from "./ports.ts";

interface Store {
  saveEmail(letter: unknown): void;
  getStoreReadonly(): { emails: readonly unknown[] };
}

const require = createRequire(import.meta.url);
const store = require("aws-ses-v2-local/dist/store.js") as Store;
const { default: startServer } = require("aws-ses-v2-local") as {
  default: (config: { host: string; port: number }) => Promise<Server>;
};

const [port = "0", file = ""] = process.argv.slice(2);
try {
  const letters = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as unknown[]) : [];
  for (const letter of letters) store.saveEmail(letter);
} catch {
  process.stderr.write("LETTERS_UNREADABLE\n");
  process.exit(1);
}
const write = () => {
  // A rename is whole or not at all, also when the process is killed in the middle.
  writeFileSync(`${file}.new`, JSON.stringify(store.getStoreReadonly().emails), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

const server = await startServer({ host: LOOPBACK, port: Number(port) });
// Express hands a listen error to the callback that means success.
if (!server.listening) {
  process.stderr.write("EADDRINUSE\n");
  process.exit(1);
}
server.prependListener("request", (request, response) => {
  if (request.method === "POST") response.prependListener("finish", write);
});
endWithParent(() => {
  write();
  process.exit(0);
});
process.stdout.write(`ready ${port}\n`);
