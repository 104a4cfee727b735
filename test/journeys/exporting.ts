import { unzipped } from "../export/given.ts";
import type { GivenStack } from "../given.ts";
import { type Asking, asking, confirmed, type erasureStack } from "./erasing.ts";
import { json, multipart, urlencoded } from "./visitor.ts";

type Stack = Awaited<ReturnType<typeof erasureStack>>;

/** Somebody who has asked for a copy and confirmed it; all that follows by itself has happened. */
export async function exported(
  stack: GivenStack,
  right = "access",
  email?: string,
  rest: object = {},
): Promise<Asking> {
  const asked = await asking(stack, right, email, rest);
  await confirmed(stack, asked);
  return asked;
}

/** A contact form of theirs, with these words. @returns its reference */
export async function write(stack: GivenStack, email: string, message: string): Promise<string> {
  const sent = await stack.program().post("/forms/contact", json({ name: "Ann Example", email, message }));
  if (sent.status !== 202) throw new Error(`${sent.status} ${sent.text}`);
  return String(sent.json().reference);
}

/** As if its letter had come and been answered: an address that has proved nothing gets one in five minutes. */
export async function confirmForm(stack: GivenStack, reference: string): Promise<void> {
  const record = await stack.tables.record(reference);
  const confirmedAt = new Date().toISOString();
  await stack.tables.put("Records", { ...record, status: "confirmed", confirmedAt });
}

/** An application with a file, confirmed. @returns its reference */
export async function apply(stack: GivenStack, email: string): Promise<string> {
  const reference = await applyUnconfirmed(stack, email);
  await confirmForm(stack, reference);
  return reference;
}

/** An application as it arrives, by whoever typed this address. */
export async function applyUnconfirmed(stack: GivenStack, email: string): Promise<string> {
  const cv = new File(["%PDF-1.7 my life"], "cv.pdf");
  const values = { name: "Ann Example", email, position: "Engineer", cv };
  const sent = await stack.program().post("/forms/job-application", await multipart(values));
  if (sent.status !== 202) throw new Error(sent.text);
  return String(sent.json().reference);
}

/** What the person's own status page says, as a program reads it. */
export async function standing(stack: GivenStack, { email, browser }: Asking) {
  const letters = await stack.inbox.lettersTo(email);
  const token = letters.findLast(({ statusToken }) => statusToken !== "")?.statusToken;
  await browser.post("/request/session", urlencoded({ token }));
  return (await browser.get("/request", { accept: "application/json" })).json();
}

export const readyLetters = async (stack: GivenStack, email: string) =>
  (await stack.inbox.lettersTo(email)).filter(({ subject }) => subject === "Your copy is ready");

/** What is in the copy, by file; undefined where there is none. */
export async function copyOf(stack: Stack, { subject, reference }: Asking) {
  const objects = [...(await stack.buckets.everything())];
  const [, archive] = objects.find(([key]) => key.endsWith(`${subject}/${reference}/bundle.zip`)) ?? [];
  if (archive === undefined) return undefined;
  const files = unzipped(archive);
  const read = (name: string) => files.get(name)?.toString() ?? "";
  return { read, data: JSON.parse(read("data.json")) as unknown, bytes: archive.length };
}

/** What lies in the bucket of copies for a request. */
export async function objectsOf(stack: Stack, { subject, reference }: Asking): Promise<string[]> {
  const under = `/${subject}/${reference}/`;
  return [...(await stack.buckets.everything()).keys()]
    .filter((key) => key.startsWith("StoresExports") && key.includes(under))
    .map((key) => key.slice(key.indexOf(under) + under.length))
    .sort();
}
