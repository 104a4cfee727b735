import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";
import { afterAll, describe, expect, it } from "vitest";
import { verifyReceipt } from "../../../infra/operate/receipt.ts";
import { runVerifyReceipt } from "../../../infra/operate/verify-receipt-program.ts";
import { hear } from "../../desk/staff.ts";

const folder = mkdtempSync(join(tmpdir(), "habeas-receipt-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const jwk = { kty, crv, x, y } as JWK;
  return { privateKey, jwk, kid: await calculateJwkThumbprint(jwk) };
}

const key = await newKey();
const other = await newKey();

const claims = {
  iss: "https://privacy.example.org",
  iat: 1_766_577_600,
  reference: "7Q2M0V9K4XBD1RTP",
  right: "erase",
  receivedAt: "2026-11-22T20:00:00.000Z",
  concludedAt: "2026-11-23T20:00:00.000Z",
  outcomes: [
    {
      holder: "submissions",
      title: "what you sent with our forms",
      removed: 12,
      deIdentified: 0,
      retained: [{ count: 1, ground: "legal-claim", citation: "GDPR 17(3)(e)", until: "2027-03-03" }],
      notFound: false,
      failed: 0,
    },
  ],
};

function signed({ header = {}, content = claims as unknown, by = key } = {}): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(content)))
    .setProtectedHeader({
      alg: "ES256",
      typ: "habeas-erasure-receipt+jwt",
      kid: key.kid,
      jwk: key.jwk,
      ...header,
    })
    .sign(by.privateKey);
}

const receipt = await signed();

describe("a receipt", () => {
  it("verifies as it was issued, with or without a line break at its end", async () => {
    for (const text of [receipt, `${receipt}\n`, `${receipt}\r\n`])
      expect(await verifyReceipt(text)).toMatchObject({ verifies: true, kid: key.kid });
  });

  it("does not verify with any one byte changed", async () => {
    const places = fc.integer({ min: 0, max: receipt.length - 1 });
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (place, by) => {
        const bytes = Buffer.from(receipt);
        bytes[place] = (bytes[place] ?? 0) ^ by;
        expect((await verifyReceipt(bytes.toString("latin1"))).verifies).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it("does not verify with a byte dropped, repeated or put in", async () => {
    const text = fc.integer({ min: 0, max: receipt.length - 1 }).chain((place) =>
      fc.oneof(
        fc.constant(receipt.slice(0, place) + receipt.slice(place + 1)),
        fc
          .string({ minLength: 1, maxLength: 3 })
          .map((more) => receipt.slice(0, place) + more + receipt.slice(place)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(text, async (touched) => {
        expect((await verifyReceipt(touched)).verifies).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, () => Promise<string>]>([
    ["signed by another key than it carries", () => signed({ by: other })],
    ["that names another key than it carries", () => signed({ header: { kid: other.kid } })],
    ["that carries no key", () => signed({ header: { jwk: undefined } })],
    ["of another type", () => signed({ header: { typ: "JWT" } })],
    ["with a header of more", () => signed({ header: { x5u: "https://example.org" } })],
    ["that states something else", () => signed({ content: { hello: "world" } })],
    ["without a signature", async () => receipt.replace(/[^.]+$/, "")],
    [
      "that claims to need no signature",
      async () => `${Buffer.from('{"alg":"none"}').toString("base64url")}.${receipt.split(".")[1]}.`,
    ],
  ])("%s does not verify", async (_, make) => {
    expect((await verifyReceipt(await make())).verifies).toBe(false);
  });

  it("must be signed by a key of the set that is handed over, whatever else is in the set", async () => {
    const odd = { kty: "RSA" };
    expect((await verifyReceipt(receipt, [odd, other.jwk, key.jwk])).verifies).toBe(true);
    expect((await verifyReceipt(receipt, [odd, other.jwk])).verifies).toBe(false);
    expect((await verifyReceipt(receipt, [])).verifies).toBe(false);
  });
});

describe("npm run verify-receipt", () => {
  /** On a machine whose local stack signs with these keys. */
  const runWith = (keys: readonly JWK[], ...args: string[]) =>
    hear((terminal) =>
      runVerifyReceipt(
        args,
        async function* () {
          yield { whose: "a stack without keys", keys: [] };
          yield { whose: "the local stack", keys };
        },
        terminal,
      ),
    );
  const run = (...args: string[]) => runWith([key.jwk], ...args);
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const good = file("good.jws", receipt);

  it("says in plain words what was erased, what was kept and why, and which key signed it", async () => {
    const { code, out } = await run(good);
    expect(code).toBe(0);
    expect(out).toContain("7Q2M-0V9K-4XBD-1RTP");
    expect(out).toContain("12 deleted; 1 kept until 2027-03-03: legal-claim (GDPR 17(3)(e))");
    expect(out).toContain(`Signed with the key ${key.kid},\nwhich is of the local stack.`);
  });

  it("takes nobody's own key for a proof: a forger can sign whatever they like", async () => {
    const header = { kid: other.kid, jwk: other.jwk };
    const forged = file("forged.jws", await signed({ header, by: other }));
    const { code, out, err } = await run(forged);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain("WHO SIGNED IT WAS NOT CHECKED");
    expect(err).not.toContain("It verifies");
    expect((await runWith([other.jwk], forged)).code).toBe(0);
  });

  it("looks for the key in a given set", async () => {
    const set = file("keys.json", JSON.stringify({ keys: [key.jwk] }));
    const foreign = file("foreign.json", JSON.stringify({ keys: [other.jwk] }));
    expect((await runWith([], good, "--keys", set)).code).toBe(0);
    expect(await run(good, "--keys", foreign)).toMatchObject({
      code: 1,
      err: expect.stringContaining(key.kid),
    });
  });

  it("ends with 1 for a receipt that was changed, also into bytes that are no text", async () => {
    const changed = Buffer.from(receipt);
    changed[40] = 0xff;
    const { code, err } = await run(file("changed.jws", changed));
    expect([code, err]).toEqual([1, expect.stringContaining("does not verify")]);
  });

  it("ends with 2 where there is nothing to check", async () => {
    expect(await run(join(folder, "nowhere.jws"))).toMatchObject({
      code: 2,
      err: expect.stringContaining("ENOENT"),
    });
    expect(await run()).toMatchObject({ code: 2 });
    expect(await run(good, "--keys", good)).toMatchObject({
      code: 2,
      err: expect.stringContaining("JWK set"),
    });
  });

  it("shows no control character that the receipt may carry", async () => {
    const content = { ...claims, iss: "https://\u001b[2Jevil\u202e.example" };
    const { out } = await run(file("odd.jws", await signed({ content })));
    expect(out).toContain("\\u{001b}[2Jevil\\u{202e}");
  });
});
