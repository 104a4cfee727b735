import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { HolderUnavailable } from "../policy/errors.ts";
import { LegalHold } from "../policy/legal-hold.ts";
import { isConcluded } from "../policy/request-lifecycle.ts";
import type { Database } from "./database.ts";
import { RightsRequest } from "./items.ts";
import * as keys from "./keys.ts";

const GuardRow = z.object({
  version: z.number().int().positive(),
  holds: z.set(z.string()).default(new Set()),
});
const RequestRow = RightsRequest.pick({
  reference: true,
  right: true,
  status: true,
  receivedAt: true,
  dueBy: true,
});

/** What may stand against destroying a person's data, as it was at one moment. */
export interface Standing {
  /** 0 where no hold was ever placed. */
  readonly version: number;
  readonly holds: readonly LegalHold[];
  /** Not concluded; those that nobody has proved among them. */
  readonly requests: readonly z.infer<typeof RequestRow>[];
}

const NAMES = [
  ...["sk", "version", "holds"],
  ...["id", "scope", "ground", "citation", "until", "matter", "placedAt", "placedBy"],
  ...["reference", "right", "status", "receivedAt", "dueBy"],
];

const TRIES = 5;

/** One strongly consistent query; more only where the person has made hundreds of requests. */
export async function readStanding(database: Database, subject: SubjectId): Promise<Standing> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { named, ...standing } = await readOnce(database, subject);
    // A query can see the guard before the hold that it counts: a moment later both are there.
    const seen = new Set(standing.holds.map(({ id }) => id));
    if ([...named].every((id) => seen.has(id))) return standing;
  }
  throw new HolderUnavailable("The holds kept changing");
}

async function readOnce(database: Database, subject: SubjectId) {
  const holds: LegalHold[] = [];
  const requests: z.infer<typeof RequestRow>[] = [];
  let guard: z.infer<typeof GuardRow> | undefined;
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await database.client.send(
      new QueryCommand({
        TableName: database.records,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
        ProjectionExpression: NAMES.map((_, i) => `#n${i}`).join(", "),
        ExpressionAttributeNames: Object.fromEntries(NAMES.map((name, i) => [`#n${i}`, name])),
        ExpressionAttributeValues: {
          ":pk": keys.subject(subject),
          ":first": keys.STANDING[0],
          ":last": keys.STANDING[1],
        },
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    for (const item of Items) {
      const sk = String(item.sk);
      if (sk === keys.GUARD) guard = GuardRow.parse(item);
      else if (sk.startsWith(keys.hold(""))) holds.push(LegalHold.parse(item));
      else if (sk.startsWith("request#")) {
        const request = RequestRow.parse(item);
        if (!isConcluded(request.status)) requests.push(request);
      }
    }
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return { version: guard?.version ?? 0, holds, requests, named: guard?.holds ?? new Set<string>() };
}
