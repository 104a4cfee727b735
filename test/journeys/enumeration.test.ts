import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { json, type Reply, urlencoded, type Visitor } from "./visitor.ts";

const site = await given.localStack();

/** Addresses as they can stand with us. */
async function addresses() {
  const [known, pending, unknown, spent] = ["known", "pending", "unknown", "spent"].map((name) =>
    given.address(name),
  );
  for (const email of [known, pending, spent])
    await site.program().post("/forms/newsletter", json(given.newsletter(email ?? "")));
  const { token } = await site.inbox.letterTo(known ?? "");
  await site.program().post("/verify", json({ token }));
  // More letters than the day allows: nothing more will be sent.
  for (const _ of [1, 2, 3])
    await site.program().post("/forms/newsletter", json(given.newsletter(spent ?? "")));
  await site.settled();
  return { unknown, known, pending, "with its letters spent": spent } as Record<string, string>;
}

/** All that the sender sees, without what is drawn anew for everybody. */
function seen({ status, text, headers: { date, "apigw-requestid": _, ...headers } }: Reply) {
  const masked = (value: string) =>
    value.replace(/[0-9A-HJKMNP-TV-Z]{16}/g, "…").replace(/habeas=[\w-]{43}/, "…");
  return { status, text: masked(text), headers: JSON.parse(masked(JSON.stringify(headers))) as object };
}

const ways: Readonly<Record<string, (email: string, visitor: Visitor) => Promise<Reply>>> = {
  "a form as JSON": (email, visitor) => visitor.post("/forms/newsletter", json(given.newsletter(email))),
  "a form in a browser": (email, visitor) =>
    visitor.post("/forms/newsletter", urlencoded({ ...given.newsletter(email), newsletter: "yes" })),
  "a rights request as JSON": (email, visitor) => visitor.post("/rights/access", json(given.request(email))),
  "an erasure in a browser": (email, visitor) =>
    visitor.post("/rights/erase", urlencoded(given.request(email))),
  "an opt-out": (email, visitor) => visitor.post("/rights/opt-out", json({ email })),
};

describe.each(Object.entries(ways))("%s", (name, send) => {
  it("tells nobody whether the address is known", async () => {
    const tried = Object.entries(await addresses());
    const outcomes = [];
    for (const [, email] of tried) {
      await site.settled();
      site.gateway.clear();
      const visitor = name.includes("browser") ? site.browser() : site.program();
      const reply = seen(await send(email, visitor));
      const calls = site
        .calls()
        .filter(({ caller }) => caller.startsWith("Intake"))
        // Warm and cold differ, for whoever comes first.
        .filter(({ action }) => action !== "secretsmanager:GetSecretValue")
        .map(({ action, permissions, status }) => ({ action, permissions, status }));
      outcomes.push({ reply, calls });
    }
    expect(outcomes[0]?.calls).toHaveLength(2);
    for (const outcome of outcomes.slice(1)) expect(outcome).toEqual(outcomes[0]);
  });
});

describe("asking for the letter again", () => {
  it("gets the same answer for every reference, whether or not there is anything to send", async () => {
    const email = given.address();
    const sent = await site.program().post("/forms/newsletter", json(given.newsletter(email)));
    const { reference } = sent.json() as { reference: string };
    const { token } = await site.inbox.letterTo(email);
    const ask = async (of: string) => seen(await site.program().post("/sent", json({ reference: of })));
    const pending = await ask(reference);
    expect(await ask("0123456789ABCDEF")).toEqual(pending);
    await site.program().post("/verify", json({ token }));
    expect(await ask(reference)).toEqual(pending);
  });
});
