import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { loadTemplate, type RawTemplate } from "../../infra/local/template.ts";
import { given } from "../given.ts";
import { Buckets } from "./buckets.ts";
import { newCode, ready, sessionOn } from "./downloading.ts";
import { fillIn, formWith } from "./fill.ts";
import { type Grant, grantsOf, spareOf, unseen } from "./grants.ts";
import { networkBudgets, spend } from "./networks.ts";
import { json, multipart } from "./visitor.ts";

const assembly = given.assembly();
const site = await given.localStack();
const buckets = new Buckets(site);
const place = { region: site.template.region, account: site.template.account, siteUrl: site.url };

const flows = /^(Intake|Outbox|Verification|Download)Function/;
const grants = grantsOf(site.template).filter(({ caller }) => flows.test(caller));

const alsoUnseen = {
  "states:SendTaskSuccess":
    "wakes a machine whose request is cancelled while it waits for a person of the desk",
};

/** Everything that people do with forms, letters and rights, so that every grant is needed once. @throws where it fails */
async function everything(): Promise<void> {
  const ok = async (reply: Promise<{ status: number; text: string }>, status: number) => {
    const { status: came, text } = await reply;
    if (came !== status) throw new Error(`${came} ${text}`);
  };
  const browser = site.browser();
  const form = formWith((await browser.get("/forms/job-application")).text, "email");
  const apply = async (email: string) => multipart(fillIn(form, email));
  const email = given.address();
  await ok(browser.post(form.action, await apply(email)), 303);
  const application = await site.inbox.letterTo(email);
  await ok(browser.post("/sent", json({ reference: application.reference })), 303);
  await ok(browser.post("/verify", json({ token: application.token })), 200);

  const person = given.address();
  const program = site.program();
  await ok(program.post("/rights/erase", json(given.request(person))), 202);
  const { token, code } = await site.inbox.letterTo(person);
  await ok(program.post("/verify", json({ token, code })), 200);
  const { statusToken } = await site.inbox.letterTo(person);
  await ok(program.post("/request/cancel", json({ token: statusToken })), 200);
  await ok(program.post("/request/session", json({ token: statusToken })), 204);
  await ok(program.post("/rights/opt-out", json({ email: given.address() })), 202);
  await ok(program.get("/.well-known/jwks.json"), 200);
  await site.settled();
  await site.runSchedules();

  const curious = given.address();
  await ok(program.post("/rights/access", json(given.request(curious))), 202);
  const proof = await site.inbox.letterTo(curious);
  await ok(program.post("/verify", json({ token: proof.token, code: proof.code })), 200);

  const owner = await ready({ ...site, buckets });
  const session = await sessionOn(site, owner);
  await ok(session.post("/request/download", { code: await newCode(site, session, owner) }), 200);
  await ok(session.post("/request/download/erase"), 200);

  // A refused application takes its documents back.
  await spend(site.tables, await networkBudgets(site.tables));
  await ok(browser.post(form.action, await apply(given.address())), 429);
}

/** The template without one grant; without all that use the key, if it is one of them. */
function without(grant: Grant): RawTemplate {
  const gone = grants.filter((one) => one === grant || (ofTheKey(one) && ofTheKey(grant)));
  const copy = structuredClone(assembly.template) as unknown as {
    Resources: Record<string, { Properties: { PolicyDocument: { Statement: unknown[] } } }>;
  };
  for (const { policy, index } of gone.filter(({ policy }) => policy === grant.policy).reverse())
    copy.Resources[policy]?.Properties.PolicyDocument.Statement.splice(index, 1);
  return copy as unknown as RawTemplate;
}

const ofTheKey = ({ actions }: Grant) => actions.includes("kms:Decrypt");

describe("the grants of the functions", () => {
  it("are all used, but those that AWS itself uses for the function", async () => {
    await everything();
    expect(spareOf(grants, site.calls(), alsoUnseen)).toEqual([]);
    expect(site.calls().filter(({ refusal }) => refusal !== undefined)).toEqual([]);
  });

  // The vault key and the public key are read once per cold start: see below.
  const warm = grants.filter(({ actions }) =>
    actions.some(
      (action) => !(action in { ...unseen, ...alsoUnseen }) && !/^secrets|GetPublicKey$/.test(action),
    ),
  );

  it.each(warm)("are missed: without $actions, $caller is denied what it needs", async (grant) => {
    site.gateway.clear();
    site.gateway.judgeBy(loadTemplate(without(grant), place));
    let ended = false;
    const journey = everything()
      .catch(() => {})
      .finally(() => {
        ended = true;
      });
    const refusals = () => site.calls().flatMap(({ refusal }) => refusal ?? []);
    while (!ended && refusals().length === 0) await setTimeout(10);
    site.gateway.judgeBy(site.template);
    await journey;
    await site.settled();
    const [refusal = "nothing was refused"] = refusals();
    const [, user, action] =
      /^User: \S+\/(\w+) is not authorized to perform: (\S+) on resource: /.exec(refusal) ?? [];
    expect(user, refusal).toBe(grant.caller);
    expect(grant.actions, refusal).toContain(action);
  });
});

describe("a stack without the right to read the vault key", () => {
  it("takes no form and keeps nothing; the page says that it is not the person's fault", async () => {
    const grant = grants.find(
      ({ caller, actions }) =>
        caller.startsWith("Intake") && actions.includes("secretsmanager:GetSecretValue"),
    );
    if (grant === undefined) throw new Error("the intake has no such grant");
    const poor = await given.localStack({ assembly: { ...assembly, template: without(grant) } });
    const reply = await poor.program().post("/forms/newsletter", json(given.newsletter(given.address())));
    expect(reply.status).toBe(500);
    expect(reply.text).not.toMatch(/AccessDenied|arn:|secret/i);
    expect(poor.calls().at(-1)?.refusal).toMatch(
      /IntakeFunction\w+ is not authorized to perform: secretsmanager:GetSecretValue/,
    );
    expect(poor.logs()).toContain("AccessDenied");
    expect(await poor.tables.items("Records")).toEqual([]);
  });
});
