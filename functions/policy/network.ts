/**
 * The network an IP address is in: IPv4 /24, IPv6 /56. Budgets count networks, since one person has a whole /56 to
 * send from; the address itself is used for nothing and kept nowhere.
 * @returns undefined where the text is no IP address.
 */
export function networkOf(ip: string): string | undefined {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (V4.test(mapped ?? ip)) return (mapped ?? ip).replace(/\d+$/, "0/24");
  const groups = expandV6(ip);
  if (groups === undefined) return undefined;
  const [a, b, c, d] = groups.map((group) => Number.parseInt(group, 16));
  return `${[a, b, c, (d ?? 0) & 0xff00].map((group) => (group ?? 0).toString(16)).join(":")}::/56`;
}

const V4 = /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/;

function expandV6(ip: string): string[] | undefined {
  if (!/^[0-9a-f:]+$/i.test(ip) || ip.split("::").length > 2) return undefined;
  const [head = "", tail] = ip.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<string>(Math.max(missing, 0)).fill("0"), ...after];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups : undefined;
}
