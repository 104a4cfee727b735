import { createECDH, createPrivateKey } from "node:crypto";

/** The order of the group of P-256. */
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * Signs a SHA-256 digest with a P-256 key. Node signs messages only, which it digests itself, so the signature's last
 * step is calculated here. Good for a local stack: the arithmetic takes no care of side channels.
 *
 * @param key PKCS #8
 * @returns DER
 */
export function signDigest(digest: Buffer, key: Buffer): Buffer {
  const { d = "" } = createPrivateKey({ key, format: "der", type: "pkcs8" }).export({ format: "jwk" });
  const secret = toInteger(Buffer.from(d, "base64url"));
  for (;;) {
    // A fresh key pair is a random number k together with the point k·G.
    const nonce = createECDH("prime256v1");
    const r = toInteger(nonce.generateKeys().subarray(1, 33)) % N;
    const s = (inverse(toInteger(nonce.getPrivateKey())) * (toInteger(digest) + r * secret)) % N;
    if (r !== 0n && s !== 0n) return der(0x30, Buffer.concat([integer(r), integer(s)]));
  }
}

const toInteger = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString("hex")}`);

/** k⁻¹ modulo N, by Euclid. */
function inverse(k: bigint): bigint {
  let [rest, divisor, x, next] = [N, k % N, 0n, 1n];
  while (divisor > 0n) {
    const quotient = rest / divisor;
    [rest, divisor, x, next] = [divisor, rest % divisor, next, x - quotient * next];
  }
  return ((x % N) + N) % N;
}

const der = (tag: number, content: Buffer) => Buffer.concat([Buffer.from([tag, content.length]), content]);

function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  // A first bit that is set would make it negative.
  return der(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}
