import { type GivenStack, given } from "../given.ts";
import { Buckets } from "./buckets.ts";
import { assemblyWith, settled } from "./erasing.ts";
import type { Item } from "./tables.ts";
import { json, type Reply, urlencoded, type Visitor } from "./visitor.ts";

/** What the copies of these tests consist of. */
export const CONTENT = "PK\u0003\u0004 a copy of somebody's data";

const DAY = 24 * 3600_000;
export const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

export async function downloadStack(): Promise<GivenStack & { buckets: Buckets }> {
  const stack = await given.localStack({ assembly: assemblyWith({ LETTERS_PER_HOUR: "100000" }) });
  return { ...stack, buckets: new Buckets(stack) };
}
export type DownloadStack = Awaited<ReturnType<typeof downloadStack>>;

/** Somebody whose copy is ready, with the link to the page of their request. */
export interface Ready {
  readonly email: string;
  readonly reference: string;
  readonly pk: string;
  /** Of the copy in its bucket. */
  readonly key: string;
  readonly statusToken: string;
}

/**
 * A request that is completed, with its copy, as the export hands it over. It was sent as a complaint, which waits for a
 * person, so that no test here waits for a copy to be made.
 */
export async function ready(stack: DownloadStack, right = "access"): Promise<Ready> {
  const email = given.address();
  const program = stack.program();
  const complaint = { ...given.request(email), details: "Please see to it" };
  const sent = await program.post("/rights/complaint", json(complaint));
  if (sent.status !== 202) throw new Error(sent.text);
  const { token, code, reference } = await stack.inbox.letterTo(email);
  await program.post("/verify", json({ token, code }));
  const { statusToken } = await stack.inbox.letterTo(email);
  await settled(stack);
  const { pk } = await change(stack, reference, {
    ...{ right, status: "completed" },
    ...{ open: undefined, deadline: undefined, awaits: undefined },
    concludedAt: inDays(0),
    bundle: {
      ...{ key: `${reference}/bundle.zip`, bytes: CONTENT.length },
      ...{ sealedAt: inDays(0), expiresAt: inDays(7), missing: [] },
    },
    ...{ shard: "0", due: inDays(8).slice(0, 10), dueAs: "export-bundle" },
  });
  const key = `${pk.slice("subject#".length)}/${reference}/bundle.zip`;
  await stack.buckets.put("StoresExports", key, CONTENT);
  return { email, reference, pk, key, statusToken };
}

/** Writes these attributes into the request, to bring about what time or an accident would. */
export async function change(stack: GivenStack, reference: string, attributes: object): Promise<Item> {
  const item = Object.entries({ ...(await stack.tables.record(reference)), ...attributes });
  const changed = Object.fromEntries(item.filter(([, value]) => value !== undefined)) as Item;
  await stack.tables.put("Records", changed);
  return changed;
}

/** A program with a session on the request. */
export async function sessionOn(stack: GivenStack, { statusToken }: Ready): Promise<Session> {
  const visitor = stack.program();
  const opened = await visitor.post("/request/session", json({ token: statusToken }));
  const cookie = String(opened.headers["set-cookie"]?.[0]).split(";")[0];
  return {
    get: (path) => visitor.get(path, { cookie, accept: "application/json" }),
    post: (path, value = {}) => visitor.post(path, json(value), { cookie }),
  };
}

export interface Session {
  readonly get: (path: string) => Promise<Reply>;
  readonly post: (path: string, value?: object) => Promise<Reply>;
}

/** A browser that has followed the link of the letter. */
export async function browserOn(stack: GivenStack, { statusToken }: Ready): Promise<Visitor> {
  const browser = stack.browser();
  await browser.follow(await browser.post("/request/session", urlencoded({ token: statusToken })));
  return browser;
}

/** Asks for a code, and reads it in the letter. */
export async function newCode(stack: GivenStack, session: Session, { email }: Ready): Promise<string> {
  const asked = await session.post("/request/download");
  if (asked.status !== 202) throw new Error(`${asked.status} ${asked.text}`);
  return (await stack.inbox.letterTo(email)).code;
}

/** Makes it a minute, or an hour, since the last code was asked for. */
export async function later(stack: GivenStack, { reference }: Ready, seconds: number): Promise<void> {
  const row = await codeRow(stack, reference);
  if (row === undefined) throw new Error("nobody has asked for a code");
  const asked = (row.asked as number[]).map((at) => at - seconds);
  await stack.tables.put("Fleeting", { ...row, asked });
}

export const codeRow = async (stack: GivenStack, reference: string): Promise<Item | undefined> =>
  (await stack.tables.items("Fleeting")).find(({ sk }) => sk === `download#${reference}`);

const DONE_WITH_COPIES = ["downloaded", "download code spent", "copy erased"];

/** What the history says that was done with the copy. */
export async function historyOf(stack: GivenStack, reference: string): Promise<string[]> {
  const events = (await stack.tables.items("Audit")).filter(({ pk }) => pk === `request#${reference}`);
  return events
    .sort((one, other) => Number(one.sequence) - Number(other.sequence))
    .map(({ what }) => String(what))
    .filter((what) => DONE_WITH_COPIES.includes(what));
}

/** The last part of a problem's type. */
export const slugOf = (reply: Reply): string => String(reply.json().type).split("/").at(-1) ?? "";
