import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JWK } from "jose";
import * as z from "zod";
import { localSite } from "./local-site.ts";

/** Public keys, and whose they are. */
export interface KnownKeys {
  readonly whose: string;
  readonly keys: readonly JWK[];
}

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** @throws where the text is no JWK set (RFC 7517) */
export const keysIn = (text: string): readonly JWK[] => KeySet.parse(JSON.parse(text)).keys as JWK[];

/**
 * The keys that this machine can vouch for: those of its local stack, out of the data folder, and as the stack shows
 * them where it runs with another folder, or at another port. Nothing leaves the machine.
 * @param issuer who a receipt says has issued it: asked only where that is a local stack of this machine.
 */
export async function* localKeys(env: NodeJS.ProcessEnv, issuer = ""): AsyncIterable<KnownKeys> {
  const data = env.HABEAS_DATA || fileURLToPath(new URL("../../.local", import.meta.url));
  // The name is that of infra/local/kms.ts.
  const kept = await readFile(join(data, "public-keys.json"), "utf8").then(keysIn).catch(nothing);
  yield { whose: `the local stack with its data in ${data}`, keys: kept };
  const sites = [localSite(env).url, ...(LOCAL.test(issuer) ? [issuer] : [])];
  for (const site of new Set(sites)) yield { whose: `the local stack at ${site}`, keys: await shownBy(site) };
}

const LOCAL = /^http:\/\/127\.0\.0\.1:\d{1,5}$/;

const shownBy = (site: string): Promise<readonly JWK[]> =>
  fetch(`${site}/.well-known/jwks.json`, { signal: AbortSignal.timeout(5000) })
    .then((answer) => answer.text())
    .then(keysIn)
    .catch(nothing);

/** No such folder, nobody there, or somebody else: then there is no key to compare with. */
const nothing = (): readonly JWK[] => [];
