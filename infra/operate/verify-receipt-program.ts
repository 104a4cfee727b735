import { readFile } from "node:fs/promises";
import { Command } from "commander";
import type { JWK } from "jose";
import * as z from "zod";
import { runCommand, speaking } from "./command-line.ts";
import { type Claims, verifyReceipt } from "./receipt.ts";
import { counted, FAILED, inFours, shown, type Terminal } from "./terminal.ts";

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/**
 * `npm run verify-receipt -- FILE`: checks an erasure receipt offline.
 * @returns what the process ends with: 0 it verifies, 1 it does not, 2 wrong usage.
 */
export function runVerifyReceipt(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(args, terminal, (end) =>
    speaking(new Command("npm run verify-receipt --"), terminal)
      .description("Checks a receipt of an erasure, without asking anybody and without any network.")
      .argument("<file>", "the receipt, as the status page hands it out (.jws)")
      .option(
        "--keys <file>",
        "a JWK set, as the site shows it at /.well-known/jwks.json; the key must be in it",
      )
      .addHelpText("after", EXAMPLES)
      .action(async (file: string, { keys }: { keys?: string }, command: Command) => {
        const verdict = await verifyReceipt(
          await read(file, command),
          keys === undefined ? undefined : keysIn(await read(keys, command), command),
        );
        if (verdict.verifies) return terminal.out(say(verdict.claims, verdict.kid, keys));
        terminal.err(`${shown(file)} does not verify: ${verdict.why}.`);
        end(FAILED);
      }),
  );
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

function keysIn(text: string, command: Command): readonly JWK[] {
  try {
    return KeySet.parse(JSON.parse(text)).keys as JWK[];
  } catch {
    return command.error("error: the file of --keys is no JWK set (RFC 7517)");
  }
}

function say(claims: Claims, kid: string, keys: string | undefined): string {
  const { reference, right, receivedAt, verifiedAt, begunAt, concludedAt, iss, outcomes, replay } = claims;
  const facts = [
    ["Issued by", iss],
    ["Reference", inFours(reference)],
    ["Right", right],
    ["Received", receivedAt],
    ["Verified", verifiedAt],
    ["Begun", begunAt],
    ["Concluded", concludedAt],
  ].flatMap(([name = "", value]) => (value === undefined ? [] : [`${name.padEnd(11)}${shown(value)}`]));
  return [
    replay === true
      ? "It verifies: a restored backup was erased again, and nothing in this statement was changed."
      : "It verifies: this erasure was carried out, and nothing in this statement was changed.",
    "",
    ...facts,
    "",
    ...outcomes.flatMap(sayOutcome),
    "",
    `Signed with the key ${kid}`,
    keys === undefined
      ? `Whose key that is: compare it with "kid" at ${shown(iss)}/.well-known/jwks.json, or give that file with --keys.`
      : "The key is in the given set.",
  ].join("\n");
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
  npm run verify-receipt -- erasure-receipt-7Q2M0V9K4XBD1RTP.jws
  curl -o keys.json https://privacy.example.org/.well-known/jwks.json
  npm run verify-receipt -- receipt.jws --keys keys.json

It ends with 0 when the receipt verifies, 1 when it does not, 2 when a file cannot be read.`;
