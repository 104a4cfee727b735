import { BlockList, isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { networkOf } from "../../functions/policy/network.ts";

describe("the network of an address:", () => {
  test.each([
    ["203.0.113.7", "203.0.113.0/24"],
    ["0.0.0.0", "0.0.0.0/24"],
    ["::ffff:203.0.113.7", "203.0.113.0/24"],
    ["::FFFF:203.0.113.7", "203.0.113.0/24"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:0::/56"],
    ["2001:db8:1:2ff:3:4:5:6", "2001:db8:1:200::/56"],
    ["2001:DB8:0001:0200::", "2001:db8:1:200::/56"],
    ["::1", "0:0:0:0::/56"],
    ["::", "0:0:0:0::/56"],
    ["fe80::1", "fe80:0:0:0::/56"],
  ])("%s is in %s", (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });

  test.each([
    "",
    "localhost",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.4/24",
    "1:2:3",
    "1::2::3",
    ":::",
    "12345::",
    "g::1",
    " ::1",
  ])("%j is in none", (text) => {
    expect(networkOf(text)).toBeUndefined();
  });
});

test.each(["999.1.1.1", "1.2.3.256", "::ffff:1.2.3.999"])("%s is no address, and in no network", (text) => {
  expect(networkOf(text)).toBeUndefined();
});

test("an address lies in its network, and so do its neighbours only", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (ip) => {
      fc.pre(!/:.*\./.test(ip));
      const network = networkOf(ip);
      const [base = "", prefix = ""] = network?.split("/") ?? [];
      const block = new BlockList();
      const family = isIP(ip) === 4 ? "ipv4" : "ipv6";
      block.addSubnet(base, Number(prefix), family);
      expect(prefix).toBe(family === "ipv4" ? "24" : "56");
      expect(block.check(ip, family)).toBe(true);
    }),
  );
});

test("two addresses share a network exactly if they share its prefix", () => {
  const group = fc.nat(0xffff);
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), fc.nat(127), (groups, bit) => {
      const changed = groups.map((value, i) => (i === bit >> 4 ? value ^ (0x8000 >> (bit & 15)) : value));
      const [one, other] = [groups, changed].map((each) =>
        networkOf(each.map((g) => g.toString(16)).join(":")),
      );
      expect(one === other).toBe(bit >= 56);
    }),
  );
});

test("any text has a network or none, and nothing breaks", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:.]*$/)), (text) => {
      const network = networkOf(text);
      if (network !== undefined) expect(isIP(text)).not.toBe(0);
    }),
    { numRuns: 2000 },
  );
});
