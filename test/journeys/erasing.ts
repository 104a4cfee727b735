import type { Assembly } from "../../infra/local/synthesize.ts";
import { type GivenStack, given } from "../given.ts";
import { Buckets } from "./buckets.ts";
import type { ReadLetter } from "./inbox.ts";
import type { Item } from "./tables.ts";
import { json, type Visitor } from "./visitor.ts";

/**
 * The stack as it is synthesized, but for these variables of whatever function has them.
 * @param properties what else is another of a function, by its logical id
 */
export function assemblyWith(
  changes: Readonly<Record<string, string>>,
  properties: (name: string) => object = () => ({}),
): Assembly {
  const assembly = given.assembly();
  for (const [name, resource] of Object.entries(assembly.template.Resources)) {
    if (resource.Type !== "AWS::Lambda::Function" || resource.Properties === undefined) continue;
    Object.assign(resource.Properties, properties(name));
    const { Variables = {} } = (resource.Properties.Environment ?? {}) as {
      Variables?: Record<string, unknown>;
    };
    for (const [variable, value] of Object.entries(changes))
      if (variable in Variables) Variables[variable] = value;
  }
  return assembly;
}

/** A stack for erasures: nobody sits out a day, and nobody's letters are many. */
export async function erasureStack(
  coolingOff = 0,
  data?: string,
): Promise<GivenStack & { buckets: Buckets }> {
  const assembly = assemblyWith({ COOLING_OFF: String(coolingOff), LETTERS_PER_HOUR: "100000" });
  const stack = await given.localStack({ assembly, ...(data === undefined ? {} : { data }) });
  return { ...stack, buckets: new Buckets(stack) };
}

/** Somebody who has asked for an erasure and has the letter, but has not confirmed it. */
export interface Asking {
  readonly email: string;
  readonly browser: Visitor;
  readonly reference: string;
  readonly pk: string;
  readonly subject: string;
  readonly letter: ReadLetter;
}

/** @param rest what the right's form asks besides */
export async function asking(
  stack: GivenStack,
  right = "erase",
  email = given.address(),
  rest: object = {},
): Promise<Asking> {
  const [asked] = await manyAsking(stack, [email], right, rest);
  if (asked === undefined) throw new Error("nobody");
  return asked;
}

/** Each from a browser of their own; the inbox is opened once for all of them. */
export async function manyAsking(
  stack: GivenStack,
  emails: readonly string[],
  right = "erase",
  rest: object = {},
): Promise<Asking[]> {
  const browsers = emails.map(() => stack.browser());
  await Promise.all(
    emails.map(async (email, n) => {
      const sent = await browsers[n]?.post(`/rights/${right}`, json({ ...given.request(email), ...rest }));
      if (sent?.status !== 303) throw new Error(`${sent?.status} ${sent?.text}`);
    }),
  );
  await stack.settled();
  const letters = await stack.inbox.newest(emails);
  return emails.map((email, n) => {
    const [letter, browser] = [letters.get(email), browsers[n]];
    if (letter === undefined || browser === undefined) throw new Error(`no letter has come to ${email}`);
    // A token begins with its person's id.
    const subject = letter.token.slice(0, 26);
    return { email, browser, letter, reference: letter.reference, subject, pk: `subject#${subject}` };
  });
}

/** Confirms it in the browser that asked. */
export async function confirm({ browser, letter }: Pick<Asking, "browser" | "letter">): Promise<void> {
  const answer = await browser.post("/verify", json({ token: letter.token }));
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
}

/** Confirms it, and waits for all that follows by itself. */
export async function confirmed(stack: GivenStack, asked: Asking): Promise<void> {
  await confirm(asked);
  await settled(stack);
}

/** Until nothing is under way any more, the letters of it included. */
export async function settled(stack: GivenStack): Promise<void> {
  await stack.settled();
  await stack.executionsSettled();
  await stack.settled();
}

/** A form of a person, as it arrives. Its letter waits, where another went to them just now. */
export async function sendForm(stack: GivenStack, email: string): Promise<string> {
  const sent = await stack.program().post("/forms/newsletter", json(given.newsletter(email)));
  if (sent.status !== 202) throw new Error(`${sent.status} ${sent.text}`);
  return String(sent.json().reference);
}

/** The letters of an address that say how it ended. */
export async function lastLetters(stack: GivenStack, email: string): Promise<ReadLetter[]> {
  const letters = await stack.inbox.lettersTo(email);
  return letters.filter(({ subject }) => /is done|is cancelled|our answer/i.test(subject));
}

/** All that the tables have under these people. */
export async function itemsOf(stack: GivenStack, pks: readonly string[]): Promise<Item[]> {
  const { Records, Keys, Fleeting } = await stack.tables.everything();
  return [...Records, ...Keys, ...Fleeting].filter(({ pk }) => pks.includes(pk));
}

/** What nobody may find once a person is erased: their key, and whatever it opens. */
export async function personal(stack: GivenStack, pk: string): Promise<Item[]> {
  const { Records, Keys } = await stack.tables.everything();
  const theirs = Records.filter((item) => item.pk === pk);
  return [
    ...Keys.filter((item) => item.pk === pk),
    ...theirs.filter(({ sk = "", sealed }) => sealed !== undefined || /^(submission|consent)#/.test(sk)),
  ];
}
