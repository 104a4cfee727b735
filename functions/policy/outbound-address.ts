/** Where we may send something to that somebody else named: a public address with HTTPS, and nothing else (SSRF). */

export type OutboundUrl =
  | { readonly outcome: "allowed"; readonly url: URL }
  | { readonly outcome: "refused"; readonly why: string };

const refused = (why: string): OutboundUrl => ({ outcome: "refused", why });

const LONGEST = 1000;

/** Names that never lead to the public Internet (RFC 6761, 6762, 7686, 8375, 9476). */
const PRIVATE_NAMES =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|test|example|invalid|onion|alt|arpa)$/;

/**
 * Judges an address as somebody typed it. Whatever its name leads to is judged by `isPublicAddress` when it is
 * connected to, and only that counts in the end.
 * @returns why it is refused, in words for the person who typed it.
 */
export function outboundUrl(text: string): OutboundUrl {
  const url = text.length > LONGEST ? null : URL.parse(text);
  if (url === null) return refused("This is not a web address. Write it like https://example.com/receive.");
  if (url.protocol !== "https:") return refused("The address must begin with https://.");
  if (url.username !== "" || url.password !== "")
    return refused("The address must hold no user name and no password.");
  // The URL parser leaves 443 out; whatever is left is another one.
  if (url.port !== "") return refused("The address must name no port.");
  const labels = url.hostname.split(".");
  // Whatever the parser reads as an IPv4 address, in whatever notation, ends in a number; IPv6 begins with a bracket.
  if (url.hostname.startsWith("[") || /^\d+$/.test(labels.at(-1) ?? ""))
    return refused("The address must name a host, not a number.");
  if (labels.length < 2 || labels.includes("") || PRIVATE_NAMES.test(url.hostname))
    return refused("The address must lead to a host on the public Internet.");
  return { outcome: "allowed", url };
}

/**
 * Whether an IP address is one of the public Internet: what IANA's special-purpose registries (RFC 6890) do not set
 * apart, no multicast, and no IPv6 form that carries an IPv4 address. Whatever is not understood is not public.
 * @param address as a resolver gives it: "203.0.113.7", "2001:db8::1".
 */
export function isPublicAddress(address: string): boolean {
  const four = ipv4(address);
  if (four !== undefined) return !apart(four, 32, NOT_PUBLIC_4);
  const six = ipv6(address);
  if (six === undefined) return false;
  return apart(six, 128, GLOBAL_UNICAST_6) && !apart(six, 128, NOT_PUBLIC_6);
}

type Range = readonly [network: bigint, length: number];

const apart = (address: bigint, bits: number, ranges: readonly Range[]): boolean =>
  ranges.some(([network, length]) => {
    const shift = BigInt(bits - length);
    return address >> shift === network >> shift;
  });

const range4 = (text: string): Range => rangeOf(text, ipv4);
const range6 = (text: string): Range => rangeOf(text, ipv6);

function rangeOf(text: string, read: (address: string) => bigint | undefined): Range {
  const [network = "", length = ""] = text.split("/");
  const address = read(network);
  if (address === undefined) throw new Error(`not a range: ${text}`);
  return [address, Number(length)];
}

/** Each group of digits as it is written: no octal, no hexadecimal, none left out. */
function ipv4(text: string): bigint | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const bytes = text.split(".");
  if (bytes.some((byte) => Number(byte) > 255 || (byte.length > 1 && byte.startsWith("0")))) return undefined;
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** RFC 4291, 2.2, the form with an IPv4 address at its end too; without a zone. */
function ipv6(text: string): bigint | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted !== null) {
    const four = ipv4(dotted[2] ?? "");
    return four === undefined
      ? undefined
      : ipv6(`${dotted[1]}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`);
  }
  if (!/^[\da-f:]+$/i.test(text) || text.includes(":::")) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const left = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? left !== 0 : left < 1) return undefined;
  const groups = [...head, ...Array.from({ length: left }, () => "0"), ...(tail ?? [])];
  if (groups.some((group) => !/^[\da-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** IANA IPv4 Special-Purpose Address Registry, what is not globally reachable; multicast; reserved. */
const NOT_PUBLIC_4: readonly Range[] = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
].map(range4);

/** All that is given out; mapped, NAT64, local, link-local and multicast addresses lie outside. */
const GLOBAL_UNICAST_6: readonly Range[] = ["2000::/3"].map(range6);

/** IETF protocols (Teredo, ORCHID, benchmarking among them), documentation, 6to4. */
const NOT_PUBLIC_6: readonly Range[] = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].map(range6);
