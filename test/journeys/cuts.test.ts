import { describe, expect, it } from "vitest";
import type { Fault } from "../../infra/local/faults.ts";
import type { AwsCall } from "../../infra/local/gateway.ts";
import { type GivenStack, given } from "../given.ts";
import { settled } from "./erasing.ts";
import type { Item } from "./tables.ts";
import { json, type Visitor } from "./visitor.ts";

const site = await given.localStack();

interface Flow {
  readonly path: string;
  readonly body: (email: string) => object;
  /** The letters that an undisturbed run brings. */
  readonly letters: number;
}
const flows: Readonly<Record<string, Flow>> = {
  newsletter: { path: "/forms/newsletter", body: given.newsletter, letters: 1 },
  restrict: { path: "/rights/restrict", body: given.request, letters: 2 },
};

/** What a person does after an answer that says "try again": the same once more. */
async function untilTaken(visitor: Visitor, path: string, body: object): Promise<Record<string, unknown>> {
  for (let tries = 1; ; tries += 1) {
    const reply = await visitor.post(path, json(body), { accept: "application/json" });
    if (reply.status < 300) return reply.json();
    if (tries === 5) throw new Error(`${reply.status} ${reply.text}`);
  }
}

/** From the form over its letter to "confirmed", in one browser; then all that came of it. */
async function run(on: GivenStack, flow: Flow) {
  const email = given.address();
  const browser = on.browser();
  await untilTaken(browser, flow.path, flow.body(email));
  const { token, reference } = await on.inbox.letterTo(email);
  expect(await untilTaken(browser, "/verify", { token })).toEqual({ status: "confirmed", reference });
  await settled(on);
  const letters = await on.inbox.lettersTo(email);
  const verification = await on.tables.verification(reference);
  return {
    letters: letters.map(({ subject }) => subject),
    records: (await on.tables.recordsAbout(reference)).map((item) => shapeOf(item, reference)),
    verification: verification && shapeOf(verification, reference),
  };
}

/** An item without what is another in every run: names, times, digests. */
function shapeOf(item: Item, reference: string) {
  const { pk, sk = "", status, resent } = item;
  const attributes = Object.keys(item).sort();
  return { pk: pk.split("#")[0], sk: sk.replace(reference, "…"), status, resent, attributes };
}

/** The calls of an undisturbed, warm run, each as the n-th of its kind; what the machines do is cut elsewhere. */
async function callsOf(flow: Flow): Promise<(Pick<AwsCall, "caller" | "action"> & { skip: number })[]> {
  await run(site, flow);
  site.gateway.clear();
  await run(site, flow);
  const seen = new Map<string, number>();
  return site.calls().flatMap(({ caller, action }) => {
    const skip = seen.get(`${caller} ${action}`) ?? 0;
    seen.set(`${caller} ${action}`, skip + 1);
    return /^(Intake|Outbox|Verification)/.test(caller) ? [{ caller, action, skip }] : [];
  });
}

const SDK_TRIES = 4;
const disturbances: readonly (readonly [string, Pick<Fault, "when" | "times" | "as">])[] = [
  ["before it took effect", { when: "before", times: 1, as: "cut" }],
  ["after it took effect", { when: "after", times: 1 }],
  ["with 503 until the invocation fails", { when: "before", times: SDK_TRIES }],
];

/**
 * A letter whose answer is lost is never sent again by itself (bad-days.test.ts), and its client tries once. A letter
 * that went out but cannot be struck off for seconds goes out again: better than none.
 */
const EXCEPT: Readonly<Record<string, readonly string[]>> = {
  "ses:SendRawEmail": ["before it took effect"],
  "dynamodb:DeleteItem": ["with 503 until the invocation fails"],
};

describe.each(Object.entries(flows))(
  "every call of AWS between the %s form and its confirmation",
  async (_, flow) => {
    const calls = await callsOf(flow);
    const uncut = await run(site, flow);
    const cuts = calls.flatMap((call) =>
      disturbances
        .filter(([name]) => EXCEPT[call.action]?.includes(name) !== true)
        .map(
          ([name, fault]) =>
            [
              `${call.caller.replace(/Function.*/, "")} ${call.action} #${call.skip + 1}`,
              name,
              { ...call, ...fault },
            ] as const,
        ),
    );

    it(`brings ${flow.letters} letters when nothing disturbs it`, () => {
      expect(uncut.letters).toHaveLength(flow.letters);
    });

    it.each(cuts)(`can be cut: %s %s (of ${cuts.length})`, async (_call, _how, fault) => {
      site.gateway.clear();
      site.gateway.inject(fault);
      expect(await run(site, flow)).toEqual(uncut);
      expect(site.calls().filter((call) => call.fault !== undefined).length).toBeGreaterThan(0);
      site.gateway.clear();
    });
  },
);

it("The vault key can be cut off at the cold start of every function, before and after", async () => {
  for (const when of ["before", "after"] as const) {
    const cold = await given.localStack();
    const action = "secretsmanager:GetSecretValue";
    for (const caller of ["Intake", "Outbox"]) cold.gateway.inject({ caller, action, when, times: 1 });
    const { letters } = await run(cold, flows.restrict ?? expect.fail());
    expect(letters).toHaveLength(2);
    expect(cold.calls().filter(({ fault }) => fault !== undefined)).toHaveLength(2);
    await cold.stop();
  }
});
