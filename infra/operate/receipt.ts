import {
  base64url,
  calculateJwkThumbprint,
  compactVerify,
  decodeProtectedHeader,
  importJWK,
  type JWK,
} from "jose";
import * as z from "zod";

const TYPE = "habeas-erasure-receipt+jwt";

/** Exactly these: a header with anything else was not written by Habeas. */
const Header = z.strictObject({
  alg: z.literal("ES256"),
  typ: z.literal(TYPE),
  kid: z.string(),
  jwk: z.looseObject({ kty: z.literal("EC"), crv: z.literal("P-256"), x: z.string(), y: z.string() }),
});

const Retained = z.object({
  count: z.number(),
  ground: z.string(),
  citation: z.string(),
  until: z.string(),
});

/** What a receipt states. Unknown claims are let through, so that an older checker reads a newer receipt. */
export const Claims = z.looseObject({
  iss: z.string(),
  reference: z.string(),
  right: z.string().optional(),
  receivedAt: z.string().optional(),
  verifiedAt: z.string().optional(),
  begunAt: z.string().optional(),
  concludedAt: z.string(),
  replay: z.boolean().optional(),
  outcomes: z.array(
    z.object({
      holder: z.string(),
      title: z.string(),
      removed: z.number(),
      deIdentified: z.number(),
      retained: z.array(Retained),
      notFound: z.boolean(),
      failed: z.number(),
    }),
  ),
});
export type Claims = z.infer<typeof Claims>;

export type Verdict =
  | { readonly verifies: true; readonly claims: Claims; readonly kid: string }
  | { readonly verifies: false; readonly why: string };

const no = (why: string): Verdict => ({ verifies: false, why });

/**
 * Checks a receipt without asking anybody: it carries its public key. Whose key that is it cannot say itself: without
 * `keys` this says that nothing was changed since somebody signed it, and not who that was.
 * @param text the compact JWS (RFC 7515), with at most one line break at its end.
 * @param keys a JWK set in which the key must be.
 */
export async function verifyReceipt(text: string, keys?: readonly JWK[]): Promise<Verdict> {
  const jws = text.replace(/\r?\n$/, "");
  const parts = jws.split(".");
  // Base64url can write the same bytes in several ways; only the one that was issued is the receipt.
  if (parts.length !== 3 || !parts.every(isCanonical)) return no("it is not a receipt, or was changed");
  try {
    const header = Header.safeParse(decodeProtectedHeader(jws)).data;
    if (header === undefined) return no("its header is not that of an erasure receipt");
    if ((await calculateJwkThumbprint(header.jwk as JWK)) !== header.kid)
      return no("it names another key than it carries");
    if (keys !== undefined && !(await holds(keys, header.kid)))
      return no(`its key ${header.kid} is not among the given keys`);
    const key = await importJWK(header.jwk as JWK, "ES256");
    const { payload } = await compactVerify(jws, key, { algorithms: ["ES256"] });
    const claims = Claims.safeParse(
      JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload)),
    ).data;
    if (claims === undefined) return no("what it states is not what a receipt states");
    return { verifies: true, claims, kid: header.kid };
  } catch {
    // What the libraries say is about bytes; the reader needs only the verdict.
    return no("it was changed after it was signed, or was never signed");
  }
}

const isCanonical = (part: string): boolean => {
  try {
    return part !== "" && base64url.encode(base64url.decode(part)) === part;
  } catch {
    return false;
  }
};

/** Whether the key of this name is among these. */
export async function holds(keys: readonly JWK[], kid: string): Promise<boolean> {
  for (const key of keys) if ((await thumbprint(key)) === kid) return true;
  return false;
}

/** A set may hold keys of other kinds, and ones that are no keys at all; they are not the one. */
const thumbprint = (key: JWK): Promise<string | undefined> =>
  calculateJwkThumbprint(key).catch(() => undefined);
