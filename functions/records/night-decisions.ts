import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import type { CountedDatabase } from "./database.ts";
import { isAsked, NIGHTS, nightKey, SweepNight, type SweepPreview } from "./sweeps.ts";

/** The last nights, the latest first. */
export async function lastNights(
  { client, aggregates }: CountedDatabase,
  most: number,
): Promise<SweepNight[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: aggregates,
      KeyConditionExpression: "pk = :nights",
      ExpressionAttributeValues: { ":nights": NIGHTS },
      ScanIndexForward: false,
      Limit: most,
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => SweepNight.parse(item));
}

export async function getNight(
  { client, aggregates }: CountedDatabase,
  night: string,
): Promise<SweepNight | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: aggregates, Key: nightKey(night), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : SweepNight.parse(Item);
}

/** Nights that can still wait for somebody: a week of them, and a few that were run by hand. */
const MAY_WAIT = 20;

/** The categories about which a person is asked just now, in whatever night, but by this execution. */
export async function askedAbout(
  database: CountedDatabase,
  execution: string | undefined,
  now: Temporal.Instant,
): Promise<ReadonlySet<string>> {
  const nights = await lastNights(database, MAY_WAIT);
  const asked = nights.filter((night) => isAsked(night, now) && !isOwn(night, execution));
  return new Set(asked.flatMap(({ preview = {} }) => Object.keys(preview)));
}

const isOwn = ({ askedBy }: SweepNight, execution: string | undefined): boolean =>
  execution !== undefined && askedBy === execution;

/** Of two runs of the same night one asks. A run that was cut, and begins anew, asks anew. */
const NOBODY_ELSE_ASKS =
  "attribute_not_exists(#awaits) OR attribute_exists(#awaits.#decision) OR #awaits.#until < :now OR #askedBy = :execution";

interface Question {
  readonly manifest: string;
  readonly preview: SweepPreview;
  /** The name of the execution. */
  readonly execution: string | undefined;
}

/**
 * Writes down about what a person is to be asked.
 * @returns false where another run of the night asks.
 */
export async function keepQuestion(
  database: CountedDatabase,
  night: string,
  { manifest, preview, execution = "" }: Question,
  now: Temporal.Instant,
): Promise<boolean> {
  return await update(database, night, {
    UpdateExpression: "SET #manifest = :manifest, #preview = :preview, #askedBy = :execution REMOVE #awaits",
    ConditionExpression: NOBODY_ELSE_ASKS,
    names: ["manifest", "preview", "askedBy", "awaits", "decision", "until"],
    values: {
      ...{ ":manifest": manifest, ":preview": preview, ":execution": execution },
      ":now": millisecond(now),
    },
  });
}

/**
 * Asks a person about what was written down.
 * @returns false where another run of the night asks.
 */
export async function askPerson(
  database: CountedDatabase,
  night: string,
  { manifest, execution = "" }: Omit<Question, "preview">,
  awaits: NonNullable<SweepNight["awaits"]>,
  now: Temporal.Instant,
): Promise<boolean> {
  return await update(database, night, {
    UpdateExpression: "SET #awaits = :awaits, #status = :status",
    ConditionExpression: `#manifest = :manifest AND (${NOBODY_ELSE_ASKS})`,
    names: ["awaits", "status", "manifest", "askedBy", "decision", "until"],
    values: {
      ...{ ":awaits": awaits, ":status": "awaiting-person", ":manifest": manifest, ":execution": execution },
      ":now": millisecond(now),
    },
  });
}

/**
 * Keeps what a person decided about a night that waits with this token for this manifest.
 * @returns "changed" where it waits for something else by now, or somebody was faster.
 */
export async function decideNight(
  database: CountedDatabase,
  waiting: { readonly night: string; readonly token: string; readonly manifest: string },
  decision: "approve" | "refuse",
  decidedBy: string,
): Promise<"kept" | "changed"> {
  const isKept = await update(database, waiting.night, {
    UpdateExpression: "SET #awaits.#decision = :decision, #awaits.#decidedBy = :decidedBy",
    ConditionExpression:
      "#awaits.#token = :token AND #manifest = :manifest AND attribute_not_exists(#awaits.#decision)",
    names: ["awaits", "decision", "decidedBy", "token", "manifest"],
    values: {
      ...{ ":decision": decision, ":decidedBy": decidedBy },
      ...{ ":token": waiting.token, ":manifest": waiting.manifest },
    },
  });
  return isKept ? "kept" : "changed";
}

interface Change {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** @returns false where the condition does not hold. */
async function update(
  { client, aggregates }: CountedDatabase,
  night: string,
  { names, values, ...expressions }: Change,
): Promise<boolean> {
  try {
    await client.send(
      new UpdateCommand({
        TableName: aggregates,
        Key: nightKey(night),
        ...expressions,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: { ...values },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

const millisecond = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: "millisecond" });
