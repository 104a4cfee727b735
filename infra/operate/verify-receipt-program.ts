import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { runCommand, speaking } from "./command-line.ts";
import { type KnownKeys, keysIn } from "./local-keys.ts";
import { type Claims, holds, verifyReceipt } from "./receipt.ts";
import { counted, FAILED, inFours, shown, type Terminal } from "./terminal.ts";

/** What the command ends with where nothing was changed, and nobody can say who signed it. */
const UNKNOWN_SIGNER = 3;

/**
 * `npm run verify-receipt -- FILE`: checks an erasure receipt offline.
 * @param local the keys that this machine vouches for where none are given.
 * @returns what the process ends with: 0 it verifies, 1 it does not, 2 wrong usage, 3 nobody knows who signed it.
 */
export function runVerifyReceipt(
  args: readonly string[],
  local: (issuer: string) => AsyncIterable<KnownKeys>,
  terminal: Terminal,
): Promise<number> {
  return runCommand(args, terminal, (end) =>
    speaking(new Command("npm run verify-receipt --"), terminal)
      .description(
        "Checks a receipt of an erasure without any network: that nothing in it was changed, and that its signer is known.",
      )
      .argument("<file>", "the receipt, as the status page hands it out (.jws)")
      .option(
        "--keys <file>",
        "the keys that you trust, a JWK set as the site shows it at /.well-known/jwks.json; without it those of the\n" +
          "local stack on this machine (its data folder, or while it runs)",
      )
      .addHelpText("after", EXAMPLES)
      .action(async (file: string, { keys }: { keys?: string }, command: Command) => {
        const given = keys === undefined ? undefined : await readKeys(keys, command);
        const verdict = await verifyReceipt(await read(file, command), given?.keys);
        if (!verdict.verifies) {
          terminal.err(`${shown(file)} does not verify: ${verdict.why}.`);
          return end(FAILED);
        }
        const signer = given?.whose ?? (await whoSigned(verdict.kid, local(verdict.claims.iss)));
        if (signer !== undefined) return terminal.out(sayProof(verdict.claims, verdict.kid, signer));
        terminal.err(sayUnproved(verdict.claims, verdict.kid));
        end(UNKNOWN_SIGNER);
      }),
  );
}

async function whoSigned(kid: string, known: AsyncIterable<KnownKeys>): Promise<string | undefined> {
  for await (const { keys, whose } of known) if (await holds(keys, kid)) return whose;
  return undefined;
}

async function read(file: string, command: Command): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    // Bytes that are no text are a receipt that was changed, and that is for the check to say.
    if (error instanceof TypeError) return "";
    return command.error(`error: ${shown(file)} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

async function readKeys(file: string, command: Command): Promise<KnownKeys> {
  const text = await read(file, command);
  try {
    return { keys: keysIn(text), whose: `the set in ${file}` };
  } catch {
    return command.error("error: the file of --keys is no JWK set (RFC 7517)");
  }
}

function sayProof(claims: Claims, kid: string, signer: string): string {
  return [
    claims.replay === true
      ? "It verifies: a restored backup was erased again, and nothing in this statement was changed."
      : "It verifies: this erasure was carried out, and nothing in this statement was changed.",
    ...sayClaims(claims),
    `Signed with the key ${kid},`,
    `which is of ${shown(signer)}.`,
  ].join("\n");
}

/** The statement comes after the warning, and nothing leads to an address that only the statement names. */
function sayUnproved(claims: Claims, kid: string): string {
  return [
    "This proves nothing yet: it is unchanged since it was signed, but WHO SIGNED IT WAS NOT CHECKED.",
    "Anybody can write such a statement and sign it. It says:",
    ...sayClaims(claims),
    `Signed with the key ${kid}, which is not of a local stack on this machine.`,
    "Give the keys that you trust with --keys: /.well-known/jwks.json of the site that you know, whatever this names.",
  ].join("\n");
}

function sayClaims(claims: Claims): string[] {
  const { reference, right, receivedAt, verifiedAt, begunAt, concludedAt, iss, outcomes } = claims;
  const facts = [
    ["Issued by", iss],
    ["Reference", inFours(reference)],
    ["Right", right],
    ["Received", receivedAt],
    ["Verified", verifiedAt],
    ["Begun", begunAt],
    ["Concluded", concludedAt],
  ].flatMap(([name = "", value]) => (value === undefined ? [] : [`${name.padEnd(11)}${shown(value)}`]));
  return ["", ...facts, "", ...outcomes.flatMap(sayOutcome), ""];
}

function sayOutcome({
  title,
  removed,
  deIdentified,
  retained,
  failed,
}: Claims["outcomes"][number]): string[] {
  const lines = [
    ...(removed > 0 ? [`${removed} deleted`] : []),
    ...(deIdentified > 0 ? [`${deIdentified} de-identified`] : []),
    ...retained.map(
      ({ count, ground, citation, until }) =>
        `${count} kept until ${shown(until)}: ${shown(ground)} (${shown(citation)})`,
    ),
    ...(failed > 0 ? [`${counted(failed, "thing")} not deleted`] : []),
  ];
  return [`${shown(title)}: ${lines.length === 0 ? "nothing was there" : lines.join("; ")}`];
}

const EXAMPLES = `
Examples:
  npm run verify-receipt -- erasure-receipt-7Q2M0V9K4XBD1RTP.jws      of the local stack
  curl -o keys.json https://privacy.example.org/.well-known/jwks.json once, from the site that you know
  npm run verify-receipt -- receipt.jws --keys keys.json

It ends with 0 when the receipt verifies, 1 when it does not, 2 when a file cannot be read, and 3 when nothing was changed
since it was signed but no key is at hand that says who signed it.`;
