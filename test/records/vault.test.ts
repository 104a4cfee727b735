import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalAddress, type SubjectId } from "../../functions/policy/data-subject.ts";
import { Code, Reference } from "../../functions/policy/reference.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { open, openJson, placeOf, SealBroken, seal, sealJson, Vault } from "../../functions/records/vault.ts";
import { somebody, vault } from "./given.ts";

const bytes = fc.uint8Array({ maxLength: 300 });
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const text = fc.string({ unit: "binary", maxLength: 60 }).filter((made) => made.isWellFormed());

function idOf(address: string, by = vault): SubjectId {
  const canonical = canonicalAddress(address);
  if (canonical === undefined) throw new Error(`not an address: ${address}`);
  return by.subjectId(canonical);
}

describe("what is sealed", () => {
  test("opens with its key at its place, byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(key, text, bytes, async (secret, place, content) => {
        expect(await open(secret, place, await seal(secret, place, content))).toEqual(content);
      }),
    );
  });

  test("opens at no other place and with no other key", async () => {
    await fc.assert(
      fc.asyncProperty(key, key, text, text, bytes, async (secret, other, place, elsewhere, content) => {
        fc.pre(place !== elsewhere && Buffer.compare(secret, other) !== 0);
        const sealed = await seal(secret, place, content);
        await expect(open(secret, elsewhere, sealed)).rejects.toThrow(SealBroken);
        await expect(open(other, place, sealed)).rejects.toThrow(SealBroken);
      }),
    );
  });

  test("does not open once a single bit of it was changed", async () => {
    await fc.assert(
      fc.asyncProperty(
        key,
        bytes,
        fc.nat(),
        fc.constantFrom(0, 2, 3, 4),
        async (secret, content, at, part) => {
          const parts = (await seal(secret, "here", content)).split(".");
          const changed = Buffer.from(parts[part] ?? "", "base64url");
          fc.pre(changed.length > 0);
          const bit = at % (changed.length * 8);
          changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          parts[part] = changed.toString("base64url");
          await expect(open(secret, "here", parts.join("."))).rejects.toThrow(SealBroken);
        },
      ),
    );
  });

  test("opens by no other algorithm, and garbage does not open", async () => {
    const secret = new Uint8Array(32);
    const none = Buffer.from('{"alg":"none","place":"here"}').toString("base64url");
    await expect(open(secret, "here", `${none}..AAAA.AAAA.AAAA`)).rejects.toThrow(SealBroken);
    await fc.assert(
      fc.asyncProperty(fc.string(), async (garbage) => {
        await expect(open(secret, "here", garbage)).rejects.toThrow(SealBroken);
      }),
    );
  });

  test("is another text each time, so that equal answers do not show as equal", async () => {
    const secret = new Uint8Array(32);

    expect(await sealJson(secret, "here", "yes")).not.toBe(await sealJson(secret, "here", "yes"));
  });

  test("says nothing of what went wrong when it does not open", async () => {
    const sealed = await seal(new Uint8Array(32), "a place with ann@example.org", new Uint8Array(1));
    const error = await open(new Uint8Array(32).fill(1), "elsewhere", sealed).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).toBeInstanceOf(SealBroken);
    expect(error).toMatchObject({ message: "" });
    expect(error).not.toHaveProperty("cause");
  });

  test("values come back as they were", async () => {
    const secret = new Uint8Array(32).fill(9);
    const place = placeOf(newReference(), "answers");
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (value) => {
        const expected: unknown = JSON.parse(JSON.stringify(value));
        expect(await openJson(secret, place, await sealJson(secret, place, value))).toEqual(expected);
      }),
    );
  });
});

describe("a person's key", () => {
  test("is unwrapped for that person only", async () => {
    const [ann, bob] = [somebody(), somebody()];
    const wrapped = await vault.newWrappedKey(ann);

    expect(await vault.unwrap(ann, wrapped)).toHaveLength(32);
    await expect(vault.unwrap(bob, wrapped)).rejects.toThrow(SealBroken);
    await expect(new Vault("another vault key").unwrap(ann, wrapped)).rejects.toThrow(SealBroken);
  });

  test("is new every time, and never in its wrapping", async () => {
    const ann = somebody();
    const wrapped = await Promise.all(Array.from({ length: 20 }, () => vault.newWrappedKey(ann)));
    const unwrapped = await Promise.all(wrapped.map((one) => vault.unwrap(ann, one)));

    expect(new Set(unwrapped.map(String)).size).toBe(20);
    for (const [i, plain] of unwrapped.entries())
      expect(wrapped[i]).not.toContain(Buffer.from(plain).toString("base64url"));
  });
});

describe("a subject id", () => {
  test("is the same for every spelling of an address", () => {
    expect(idOf(" Ann.Example@MÜNCHEN.example ")).toBe(idOf("ann.example@xn--mnchen-3ya.example"));
  });

  test("is another for another address and under another vault key", () => {
    const ids = [
      idOf("ann@example.org"),
      idOf("ann+1@example.org"),
      idOf("a.nn@example.org"),
      idOf("ann@example.org", new Vault("another vault key")),
    ];

    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[a-z2-7]{26}$/);
  });
});

/** Were one of these to change, what is stored would belong to nobody and open for nobody. */
describe("what the vault key makes is fixed for good:", () => {
  const reference = Reference.parse("0123456789ABCDEF");

  test("subject ids, code digests and network digests", () => {
    expect({
      subject: idOf("ann@example.org"),
      code: vault.codeDigest(reference, Code.parse("ABCD2345")),
      network: vault.networkDigest("203.0.113.0/24"),
    }).toEqual({
      subject: "qnpqex23nhkjtzwvacox5vnsri",
      code: "gMIaLfg8005S_y5_bvME7NuCbQ2sy5-KDAJNOm_4wtg",
      network: "QfYQX_pbrPjNmkcYGelk7bBlLU_O5MbNfjghqPjXrMk",
    });
  });

  test("what was sealed in the first version opens", async () => {
    const sealed =
      "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwicGxhY2UiOiIwMTIzNDU2Nzg5QUJDREVGIGFuc3dlcnMifQ..UTmNDCBKqru-Djfb.Apjn2A.rjdxFGoYRNPMRVznfxkjSA";

    const content = await open(new Uint8Array(32).fill(7), placeOf(reference, "answers"), sealed);

    expect(new TextDecoder().decode(content)).toBe("kept");
  });

  test("digests of a code belong to one reference", () => {
    const code = Code.parse("ABCD2345");

    expect(vault.codeDigest(newReference(), code)).not.toBe(vault.codeDigest(reference, code));
  });
});
