import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, describe, expect, it } from "vitest";
import { given } from "../given.ts";
import type { Item } from "../journeys/tables.ts";
import { requestOf, staffOf } from "./staff.ts";

const stack = await given.localStack();
const staff = staffOf(stack);
const credentials = stack.gateway.credentialsFor("operator");
const client = DynamoDBDocumentClient.from(
  new DynamoDBClient({ endpoint: stack.gateway.url, region: "eu-central-1", credentials }),
);
const TableName = stack.template.nameOf(stack.template.find("StoresAudit", "AWS::DynamoDB::Table").logicalId);

interface Event extends Item {
  readonly sequence: number;
  readonly hash: string;
  readonly previous: string;
}

const put = (Item: Event) => client.send(new PutCommand({ TableName, Item }));
const drop = ({ pk, sequence }: Event) =>
  client.send(new DeleteCommand({ TableName, Key: { pk, sequence } }));

async function chainOf(reference: string): Promise<Event[]> {
  const events = (await stack.tables.items("Audit")) as Event[];
  return events.filter(({ pk }) => pk === `request#${reference}`).sort((a, b) => a.sequence - b.sequence);
}

/** Two histories: one that is touched, and one beside it. */
const { reference } = await requestOf(stack, "report-a-child");
await requestOf(stack, "complaint");
const whole = await chainOf(reference);
const row = await stack.tables.record(reference);
const [first, second, third] = whole as [Event, Event, Event];
const last = whole.at(-1) as Event;

afterEach(async () => {
  for (const event of await chainOf(reference)) await drop(event);
  for (const event of whole) await put(event);
  expect((await staff.verifyAudit()).code).toBe(0);
});

/** Swaps what two events say, each at the place of the other. */
const swapped = (one: Event, other: Event): Event[] => [
  { ...other, sequence: one.sequence },
  { ...one, sequence: other.sequence },
];

const cases: readonly (readonly [string, () => Promise<unknown>, number, string])[] = [
  ["a word of an event is changed", () => put({ ...second, by: "somebody else" }), 2, "changed"],
  ["a time is changed", () => put({ ...first, at: "2020-01-01T00:00:00.000Z" }), 1, "changed"],
  ["something is added to an event", () => put({ ...second, more: "words" }), 2, "changed"],
  ["an event is dropped", () => drop(second), 2, "missing"],
  ["the first event is dropped", () => drop(first), 1, "missing"],
  ["two events are swapped", () => Promise.all(swapped(second, third).map(put)), 2, "changed"],
  ["an event is repeated", () => put({ ...last, sequence: last.sequence + 1 }), last.sequence + 1, "changed"],
  ["the end is cut off", () => drop(last), last.sequence, "cut short"],
  ["all of it is dropped", () => Promise.all(whole.map(drop)), 1, "cut short"],
];

describe("verify-audit", () => {
  it("says how much it looked at where all is whole", async () => {
    const { code, out } = await staff.verifyAudit();
    const events = await stack.tables.items("Audit");
    expect([code, out]).toEqual([0, `2 histories, ${events.length} events: all are whole.`]);
  });

  it.each(cases)("finds the place where %s", async (_, touch, sequence, what) => {
    await touch();
    const { code, out } = await staff.verifyAudit("--json");
    expect(code).toBe(1);
    expect(JSON.parse(out).broken).toEqual([{ reference, sequence, what }]);
  });

  it("an event that cannot be read keeps nobody from looking at its request, nor from holding its data", async () => {
    await put({ ...last, at: "yesterday" } as Event);
    const { code, out } = await staff.desk("show", reference);
    expect([code, out]).toEqual([0, expect.stringContaining("1. ")]);
    const why = ["--ground", "legal-claim", "--citation", "GDPR 17(3)(e)", "--until", "2099-01-01"];
    const held = await staff.desk("hold", reference, "--scope", "record", reference, ...why);
    expect([held.code, held.err]).toEqual([0, ""]);
    const { broken } = JSON.parse((await staff.verifyAudit("--json")).out);
    expect(broken).toEqual([{ reference, sequence: last.sequence, what: "changed" }]);
    await stack.tables.put("Records", row);
  });

  it("finds an event that was hashed again after it was changed, by the one that follows", async () => {
    const { linked } = await import("../../functions/policy/audit-chain.ts");
    const { sha256 } = await import("../../functions/records/audit.ts");
    const { pk, sequence, previous, hash: _, ...said } = second;
    const forged = linked(
      { sequence: sequence - 1, hash: previous },
      { ...said, by: "nobody" } as never,
      sha256,
    );
    await put({ pk, ...forged });
    const { code, err } = await staff.verifyAudit();
    expect(code).toBe(1);
    expect(err).toContain("event 3 does not follow from the one before");
  });
});
