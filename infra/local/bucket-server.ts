import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Child, startChild } from "./child-process.ts";

const PROCESS = fileURLToPath(new URL("./bucket-server.process.ts", import.meta.url));

/** Starts the S3 emulator on any free port; objects are kept in `<data>/buckets`. */
export function startBucketServer(data: string): Promise<Child> {
  return startChild({
    name: "The S3 emulator",
    command: process.execPath,
    // Where a listing has a next page the emulator says so in a token of DES, which OpenSSL 3 calls legacy.
    args: ["--openssl-legacy-provider", PROCESS, join(data, "buckets")],
    ready: /^ready (\d+)$/m,
    log: join(data, "logs", "bucket-server.log"),
  });
}
