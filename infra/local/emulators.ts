import { startBucketServer } from "./bucket-server.ts";
import type { Child } from "./child-process.ts";
import { startDynamoDbLocal } from "./dynamodb-local.ts";
import type { Backends } from "./emulated-aws.ts";
import { startMailInbox } from "./mail-inbox.ts";
import { LOOPBACK } from "./ports.ts";

export interface Emulators {
  readonly backends: Backends;
  /** Resolves with the reason when the first of them ends, asked to or not. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts the three emulators side by side; when one cannot start, none stays. @throws StartFailure */
export async function startEmulators(inboxPort: number, data: string): Promise<Emulators> {
  const starts = await Promise.allSettled([
    startDynamoDbLocal(data),
    startMailInbox(inboxPort, data),
    startBucketServer(data),
  ]);
  const children = starts.flatMap((start) => (start.status === "fulfilled" ? start.value : []));
  const [dynamodb, ses, s3] = children;
  if (!dynamodb || !ses || !s3) {
    await all(children, "kill");
    throw starts.find((start) => start.status === "rejected")?.reason;
  }
  return {
    backends: { dynamodb: urlOf(dynamodb), ses: urlOf(ses), s3: urlOf(s3) },
    ended: Promise.race(children.map(({ ended }) => ended)),
    stop: () => all(children, "stop"),
    kill: () => all(children, "kill"),
  };
}

const urlOf = ({ port }: Child) => `http://${LOOPBACK}:${port}`;

async function all(children: readonly Child[], act: "stop" | "kill"): Promise<void> {
  await Promise.all(children.map((child) => child[act]()));
}
