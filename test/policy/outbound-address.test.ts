import { BlockList, isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isPublicAddress, outboundUrl } from "../../functions/policy/outbound-address.ts";

describe("an address that somebody typed", () => {
  it.each([
    "https://example.com",
    "https://portability.example.com/receive?of=ann",
    "https://PORTABILITY.Example.com:443/",
    "https://xn--bcher-kva.example.com/",
    "https://bücher.com/empfang",
    "https://8.example.com/",
    "https://1.2.3.4.example.com/",
    "https://local.example.com/",
  ])("%s is one that we send to", (text) => {
    expect(outboundUrl(text)).toMatchObject({ outcome: "allowed" });
  });

  it.each([
    ["http://example.com/", "https"],
    ["ftp://example.com/", "https"],
    ["javascript:alert(1)", "https"],
    ["file:///etc/passwd", "https"],
    ["example.com", "not a web address"],
    ["", "not a web address"],
    [`https://example.com/${"a".repeat(1000)}`, "not a web address"],
    ["https://ann@example.com/", "user name"],
    ["https://ann:secret@example.com/", "password"],
    ["https://:secret@example.com/", "password"],
    ["https://example.com:8443/", "no port"],
    ["https://example.com:80/", "no port"],
    ["https://example.com:22/", "no port"],
    ["https://127.0.0.1/", "not a number"],
    ["https://169.254.169.254/latest/meta-data/", "not a number"],
    ["https://8.8.8.8/", "not a number"],
    ["https://2130706433/", "not a number"],
    ["https://0x7f000001/", "not a number"],
    ["https://0x7f.1/", "not a number"],
    ["https://0177.0.0.1/", "not a number"],
    ["https://127.1/", "not a number"],
    ["https://①②⑦.0.0.1/", "not a number"],
    ["https://127.0.0.1./", "not a number"],
    ["https://[::1]/", "not a number"],
    ["https://[2606:4700::1111]/", "not a number"],
    ["https://[::ffff:169.254.169.254]/", "not a number"],
    ["https://localhost/", "public Internet"],
    ["https://LOCALHOST/", "public Internet"],
    ["https://a.localhost/", "public Internet"],
    ["https://intranet/", "public Internet"],
    ["https://printer.local/", "public Internet"],
    ["https://metadata.google.internal/", "public Internet"],
    ["https://router.home.arpa/", "public Internet"],
    ["https://a.onion/", "public Internet"],
    ["https://example.com./", "public Internet"],
  ])("%s is refused, with words: %s", (text, words) => {
    const judged = outboundUrl(text);
    expect(judged).toMatchObject({ outcome: "refused", why: expect.stringContaining(words) });
  });

  test("whatever is allowed is HTTPS to a name with a full stop, and nothing else, whatever was typed", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl({ validSchemes: ["https", "http"], withQueryParameters: true, withFragments: true }),
          fc.string({ unit: "binary" }).map((text) => `https://${text}`),
          fc.ipV4Extended().map((address) => `https://${address}/`),
          fc.ipV6().map((address) => `https://[${address}]/`),
        ),
        (text) => {
          const judged = outboundUrl(text);
          if (judged.outcome === "refused") return;
          const { protocol, hostname, port, username, password } = judged.url;
          expect({ protocol, port, username, password }).toEqual({
            protocol: "https:",
            ...{ port: "", username: "", password: "" },
          });
          expect(hostname).toMatch(/^[^[\]:]+\.[^[\]:]*[^\d.:[\]][^[\]:]*$/);
          expect(isIP(hostname)).toBe(0);
        },
      ),
    );
  });
});

/** The end of every range that is not public, and what lies right beside it. */
const edges: readonly (readonly [range: string, inside: readonly string[], outside: readonly string[]])[] = [
  ["this network", ["0.0.0.0", "0.255.255.255"], ["1.0.0.0"]],
  ["private", ["10.0.0.0", "10.255.255.255"], ["9.255.255.255", "11.0.0.0"]],
  ["CGNAT", ["100.64.0.0", "100.127.255.255"], ["100.63.255.255", "100.128.0.0"]],
  ["loopback", ["127.0.0.0", "127.0.0.1", "127.255.255.255"], ["126.255.255.255", "128.0.0.0"]],
  ["link-local", ["169.254.0.0", "169.254.169.254", "169.254.255.255"], ["169.253.255.255", "169.255.0.0"]],
  ["private", ["172.16.0.0", "172.31.255.255"], ["172.15.255.255", "172.32.0.0"]],
  ["IETF", ["192.0.0.0", "192.0.0.255"], ["191.255.255.255", "192.0.1.0"]],
  ["documentation", ["192.0.2.0", "192.0.2.255"], ["192.0.3.0"]],
  ["6to4 relays", ["192.88.99.0", "192.88.99.255"], ["192.88.98.255", "192.88.100.0"]],
  ["private", ["192.168.0.0", "192.168.255.255"], ["192.167.255.255", "192.169.0.0"]],
  ["benchmarks", ["198.18.0.0", "198.19.255.255"], ["198.17.255.255", "198.20.0.0"]],
  ["documentation", ["198.51.100.0", "198.51.100.255"], ["198.51.99.255", "198.51.101.0"]],
  ["documentation", ["203.0.113.0", "203.0.113.255"], ["203.0.112.255", "203.0.114.0"]],
  [
    "multicast and reserved",
    ["224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255"],
    ["223.255.255.255"],
  ],
  ["unspecified and loopback", ["::", "::1"], []],
  ["mapped IPv4", ["::ffff:8.8.8.8", "::ffff:7f00:1", "::ffff:0:8.8.8.8", "::8.8.8.8"], []],
  ["NAT64", ["64:ff9b::8.8.8.8", "64:ff9b:1::1"], []],
  ["discard", ["100::1"], []],
  ["before what is given out", ["1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"], []],
  ["IETF, Teredo among it", ["2001::1", "2001:0:4136:e378::1", "2001:1ff:ffff::"], ["2001:200::"]],
  [
    "documentation",
    ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["2001:db7:ffff::", "2001:db9::"],
  ],
  ["6to4", ["2002::", "2002:7f00:1::1", "2002:ffff::"], ["2003::"]],
  ["documentation", ["3fff::", "3fff:fff:ffff::"], ["3fff:1000::", "3ffe::"]],
  ["after what is given out", ["4000::", "5f00::1"], ["3fff:ffff::"]],
  ["unique local", ["fc00::", "fd00:ec2::254", "fdff::"], []],
  ["link-local and site-local", ["fe80::1", "febf::1", "fec0::1"], []],
  ["multicast", ["ff00::", "ff02::1"], []],
];

describe("an IP address", () => {
  it.each(edges)("%s: nobody is led there", (_range, inside, outside) => {
    for (const address of inside) expect(isPublicAddress(address), address).toBe(false);
    for (const address of outside) expect(isPublicAddress(address), address).toBe(true);
  });

  it.each([
    ...["", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4 ", "0x1.2.3.4"],
    ...["fe80::1%eth0", "2606:4700::1111%1", ":", ":::", "1::2::3", "2606:4700:1", "2606::g", "2606:12345::"],
    ...["2606:4700:0:0:0:0:0:0:1", "2606:4700:0:0:0:0:0::1:1", "[2606:4700::1]", "2606:4700::1.2.3"],
  ])("%j is no address, and so it is not public", (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });

  test("is judged as Node's own block list judges it, however it is written", () => {
    const blocked = new BlockList();
    for (const range of [
      ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
      ...["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"],
      ...["198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"],
    ]) {
      const [network = "", length] = range.split("/");
      blocked.addSubnet(network, Number(length), "ipv4");
    }
    const given = new BlockList();
    given.addSubnet("2000::", 3, "ipv6");
    for (const range of ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]) {
      const [network = "", length] = range.split("/");
      blocked.addSubnet(network, Number(length), "ipv6");
    }
    const near = fc.constantFrom("2001:", "2001:db8:", "2002:", "3fff:", "fe80:", "::ffff:", "2606:");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV4(),
          fc.ipV6(),
          fc.tuple(near, fc.ipV6()).map(([start, rest]) => start + rest.slice(rest.indexOf(":") + 1)),
        ),
        (address) => {
          const version = isIP(address);
          const isPublic =
            version === 4
              ? !blocked.check(address, "ipv4")
              : version === 6 && given.check(address, "ipv6") && !blocked.check(address, "ipv6");
          expect(isPublicAddress(address), address).toBe(isPublic);
        },
      ),
    );
  });
});
