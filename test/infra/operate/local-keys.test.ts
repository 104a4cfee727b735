import { describe, expect, it } from "vitest";
import { type KnownKeys, localKeys } from "../../../infra/operate/local-keys.ts";
import { holds } from "../../../infra/operate/receipt.ts";
import { given } from "../../given.ts";

const stack = await given.localStack();
const elsewhere = given.dataFolder();
const PORT = new URL(stack.url).port;
const { keys: shown } = (await stack.program().get("/.well-known/jwks.json")).json() as {
  keys: { kid: string }[];
};
const [kid = ""] = shown.map((key) => key.kid);

/** Whose the key that signs the receipts of the stack is, as far as these surroundings tell. */
async function signer(env: Record<string, string>, issuer?: string): Promise<string | undefined> {
  const found: KnownKeys[] = [];
  for await (const known of localKeys(env, issuer)) if (await holds(known.keys, kid)) found.push(known);
  return found[0]?.whose;
}

describe("the keys that this machine vouches for", () => {
  it("are those of the local stack that runs here, whatever folder it keeps its data in", async () => {
    expect(await signer({ HABEAS_DATA: elsewhere, PORT })).toBe(`the local stack at ${stack.url}`);
  });

  it("are those of the local stack that the receipt names, at whatever port; nobody farther away is asked", async () => {
    const nobody = { HABEAS_DATA: elsewhere, PORT: "1" };
    expect(await signer(nobody, stack.url)).toBe(`the local stack at ${stack.url}`);
    for (const issuer of [
      `${stack.url}/`,
      stack.url.replace("127.0.0.1", "localhost"),
      `${stack.url}@a.example`,
    ])
      expect(await signer(nobody, issuer)).toBeUndefined();
  });

  it("are in the data folder too, and nothing private with them, so that a stopped stack vouches as well", async () => {
    await stack.stop();
    expect(await signer({ HABEAS_DATA: stack.data, PORT })).toContain(stack.data);
    for await (const { keys } of localKeys({ HABEAS_DATA: stack.data, PORT }))
      for (const key of keys) expect(Object.keys(key).sort()).toEqual(["crv", "kty", "x", "y"]);
  });

  it("are none where no stack of this machine has signed", async () => {
    expect(await signer({ HABEAS_DATA: elsewhere, PORT })).toBeUndefined();
  });
});
