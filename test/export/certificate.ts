import { generateKeyPairSync, sign } from "node:crypto";

const encoded = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Uint8Array[]) => encoded(0x30, ...parts);
const oid = (hex: string) => encoded(0x06, Buffer.from(hex, "hex"));
const time = (date: Date) =>
  encoded(
    0x17,
    Buffer.from(date.toISOString().replace(/\d{2}(\d{2})-(..)-(..)T(..):(..):(..).*/, "$1$2$3$4$5$6Z")),
  );
const pem = (label: string, der: Uint8Array) =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString("base64").replace(/.{64}/g, "$&\n")}\n-----END ${label}-----\n`;

const ECDSA_WITH_SHA256 = sequence(oid("2a8648ce3d040302"));
const DAY = 86_400_000;

/** A certificate that a host has issued to itself (X.509 v3, ECDSA P-256), for a TLS server of a test. */
export function certificateOf(host: string): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(encoded(0x31, sequence(oid("550403"), encoded(0x0c, Buffer.from(host)))));
  const hostNames = sequence(oid("551d11"), encoded(0x04, sequence(encoded(0x82, Buffer.from(host)))));
  const body = sequence(
    encoded(0xa0, encoded(0x02, Buffer.from([2]))),
    encoded(0x02, Buffer.from([1])),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(new Date(Date.now() - DAY)), time(new Date(Date.now() + DAY))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    encoded(0xa3, sequence(hostNames)),
  );
  const signature = encoded(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: pem("CERTIFICATE", sequence(body, ECDSA_WITH_SHA256, signature)),
  };
}
