/** The process of the S3 emulator: `node bucket-server.process.ts <folder>`. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { endWithParent } from "./end-with-parent.ts";
import { LOOPBACK } from "./ports.ts";

/** A request and its answer, as Koa has them. */
interface Context {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  status: number;
  type: string;
  body: string;
}

interface Emulator {
  readonly middleware: ((context: Context, next: () => Promise<void>) => Promise<void>)[];
  readonly store: {
    deleteObject(bucket: string, key: string): Promise<void>;
    getResourcePath(bucket: string, key: undefined, resource: string): string;
  };
  run(): Promise<{ port: number }>;
}
type EmulatorClass = new (options: Readonly<Record<string, unknown>>) => Emulator;

const S3rver = createRequire(import.meta.url)("s3rver") as EmulatorClass;

const [directory = ""] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
const emulator = new S3rver({
  address: LOOPBACK,
  port: 0,
  directory,
  silent: true,
  vhostBuckets: false,
  // The gateway has judged the caller; signatures carry the gateway's address, not this one.
  allowMismatchedSignatures: true,
});
// One at a time: it also removes the folders that become empty, and two at once fail over the same folder.
const { store } = emulator;
const deleteObject = store.deleteObject.bind(store);
let last: Promise<unknown> = Promise.resolve();
store.deleteObject = (bucket, key) => {
  const deleted = last.then(() => deleteObject(bucket, key));
  last = deleted.catch(() => {});
  return deleted;
};
// It cannot abort an upload, and takes parts for one that is over.
emulator.middleware.unshift(async (context, next) => {
  const { uploadId } = context.query;
  if (uploadId === undefined) return await next();
  const [bucket = ""] = decodeURIComponent(context.path).slice(1).split("/");
  const folder = join(store.getResourcePath(bucket, undefined, "uploads"), encodeURIComponent(uploadId));
  const isThere = existsSync(folder);
  if (isThere && context.method !== "DELETE") return await next();
  if (isThere) rmSync(folder, { recursive: true });
  context.status = isThere ? 204 : 404;
  context.type = "application/xml";
  if (!isThere)
    context.body = "<Error><Code>NoSuchUpload</Code><Message>The upload is over</Message></Error>";
});
const { port } = await emulator.run();
endWithParent(() => process.exit(0));
process.stdout.write(`ready ${port}\n`);
