import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Temporal } from "temporal-polyfill";
import { dataMap } from "../../functions/data-map/data-map.ts";
import { dueFor, SHARDS, scheduleOf } from "../../functions/policy/retention-schedule.ts";
import { keepLiveCounts } from "../../functions/records/nights.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { hashOf, type Sweeper } from "../../functions/retention/sweeper.ts";
import type { LocalStack } from "../../infra/local/local-stack.ts";
import { night } from "../retention/nights.ts";

const LIVE = [1_000, 10_000, 100_000];
const DUE = [0, 100, 1_000];
const FAR = "2040-01-01T12:00:00Z";
const schedule = scheduleOf({ retention: {} });

interface Cost {
  readonly calls: number;
  readonly units: number;
}

/** What a night costs by what there is (N) and what is due (E): it grows with E, and with nothing else. */
export async function sweepGrowth(stack: LocalStack): Promise<void> {
  const sweeper = sweeperOn(stack);
  await keepLiveCounts(sweeper.database, {
    ...{ countedAt: FAR, schedule: hashOf(schedule), counts: { comment: 100_000 } },
  });
  console.log(
    "\nOne night of the retention: AWS calls and units of capacity, N records there are, E are due",
  );
  console.log(`${"N".padStart(10)}${DUE.map((due) => `E = ${due}`.padStart(22)).join("")}`);
  const costs: Cost[][] = [];
  let there = 0;
  let nights = 0;
  for (const live of LIVE) {
    await fill(sweeper, live - there, FAR);
    there = live;
    const row: Cost[] = [];
    for (const due of DUE) {
      nights += 1;
      const day = Temporal.PlainDate.from("2030-01-01").add({ days: nights });
      await fill(sweeper, due, `${day.subtract({ months: 36, days: 1 })}T12:00:00Z`);
      const from = stack.gateway.calls.length;
      const { counts } = await night(`${day}T02:30:00Z`, sweeper);
      const calls = stack.gateway.calls.slice(from);
      if ((counts?.erased.comment ?? 0) !== due) throw new Error(`${counts?.erased.comment} of ${due} went`);
      row.push({ calls: calls.length, units: calls.reduce((sum, call) => sum + (call.units ?? 0), 0) });
    }
    costs.push(row);
    const cells = row.map(({ calls, units }) => `${calls} calls ${units.toFixed(1)} u`.padStart(22));
    console.log(`${String(live).padStart(10)}${cells.join("")}`);
  }
  judge(costs);
}

function judge(costs: readonly (readonly Cost[])[]): void {
  const worst = Math.max(
    ...DUE.flatMap((_, e) =>
      (["calls", "units"] as const).map((what) => {
        const column = costs.map((row) => row[e]?.[what] ?? Number.NaN);
        return Math.max(...column) / Math.min(...column) - 1;
      }),
    ),
  );
  say("changes with N, at most", `${(worst * 100).toFixed(2)} %`, worst <= 0.01, "1 %");
  for (const what of ["calls", "units"] as const) {
    const slopes = costs.map((row) => {
      const [, few, many] = row.map((cost) => cost[what]);
      return Math.log((many ?? 0) / (few ?? 1)) / Math.log((DUE[2] ?? 0) / (DUE[1] ?? 1));
    });
    const text = slopes.map((slope) => slope.toFixed(3)).join(", ");
    say(
      `log-log slope in E, ${what}`,
      text,
      slopes.every((slope) => Math.abs(slope - 1) <= 0.05),
      "1.00 ± 0.05",
    );
  }
  const idle = Math.max(...costs.map((row) => row[0]?.calls ?? Number.NaN));
  say("a night with nothing due", `${idle} calls`, idle <= SHARDS.length + 3, `S + 3 = ${SHARDS.length + 3}`);
}

function say(what: string, is: string, holds: boolean, goal: string): void {
  console.log(`  ${what}: ${is} (goal: ${goal}; ${holds ? "holds" : "DOES NOT HOLD"})`);
  if (!holds) process.exitCode = 1;
}

function sweeperOn(stack: LocalStack): Sweeper {
  const as = {
    endpoint: stack.gateway.url,
    region: "eu-central-1",
    credentials: stack.gateway.credentialsFor("operator"),
  };
  const nameOf = (name: string, type: string) =>
    stack.template.nameOf(stack.template.find(`Stores${name}`, type).logicalId);
  const table = (name: string) => nameOf(name, "AWS::DynamoDB::Table");
  const bucket = (name: string) => ({
    client: new S3Client({ ...as, forcePathStyle: true }),
    bucket: nameOf(name, "AWS::S3::Bucket"),
  });
  const database = {
    client: DynamoDBDocumentClient.from(new DynamoDBClient(as), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    ...{ records: table("Records"), keys: table("Keys"), fleeting: table("Fleeting") },
    ...{ audit: table("Audit"), aggregates: table("Aggregates") },
  };
  const attachments = bucket("Attachments");
  return {
    database,
    holders: dataMap({ database, attachments, exports: bucket("Exports") }),
    attachments,
    schedule,
    blastRadius: { share: 100, minimum: 1_000_000 },
    vault: () => Promise.reject(new Error("nothing is opened")),
    clock: () => Temporal.Now.instant(),
  };
}

let people = 0;

/** So many comments, each of another person with a key of their own. */
async function fill({ database }: Sweeper, count: number, receivedAt: string): Promise<void> {
  const start = Temporal.Instant.from(receivedAt);
  for (let done = 0; done < count; done += 12) {
    const batch = Array.from({ length: Math.min(12, count - done) }, () => {
      people += 1;
      const pk = `subject#${newSubject(people)}`;
      const reference = newReference();
      return {
        key: { pk, wrappedKey: "wrapped", uses: 1 },
        record: {
          ...{ pk, sk: `submission#${reference}`, reference, form: "comment", title: "Comment" },
          ...{ status: "confirmed", receivedAt, purpose: "", lawfulBasis: "", retention: "comment" },
          ...{ noticeVersion: "2026-01-01", consents: [], attachments: [], sealed: "s".repeat(300) },
          ...dueFor(schedule, "comment", start, reference),
        },
      };
    });
    const put = (Item: object) => ({ PutRequest: { Item: Item as Record<string, unknown> } });
    await database.client.send(
      new BatchWriteCommand({
        RequestItems: {
          [database.keys]: batch.map(({ key }) => put(key)),
          [database.records]: batch.map(({ record }) => put(record)),
        },
      }),
    );
  }
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

const newSubject = (n: number): string =>
  Array.from(
    { length: 26 },
    (_, i) => LETTERS[i < 20 ? (n * (i + 7)) % 32 : Math.floor(n / 32 ** (25 - i)) % 32],
  ).join("");
