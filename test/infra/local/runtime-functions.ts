/** The functions of the runtime's fixture stack; bundled by `runtime-stack.ts`, never imported. */
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";

const dynamodb = new DynamoDBClient({});
const ses = new SESClient({});

/** Tells one execution environment from another. */
const ENVIRONMENT = crypto.randomUUID();

interface HttpEvent {
  routeKey: string;
  body?: string;
  isBase64Encoded: boolean;
}

const answers: Record<string, (event: HttpEvent) => unknown> = {
  "POST /records": async ({ body = "" }) => {
    const Item = { pk: { S: "subject#1" }, sk: { S: body }, text: { S: "hello" } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env.RECORDS, Item }));
    return { statusCode: 202, cookies: ["one=1; HttpOnly", "two=2"], body: "kept" };
  },
  "GET /throw": () => {
    console.log("about to throw");
    throw new TypeError("the handler's own failure");
  },
  "GET /exit": () => process.exit(3),
  "GET /hang": () => new Promise(() => {}),
  "GET /meet": async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { statusCode: 200, body: ENVIRONMENT };
  },
  "GET /bytes": () => ({
    statusCode: 200,
    headers: { "Content-Type": "image/png" },
    body: Buffer.from([0, 255, 1]).toString("base64"),
    isBase64Encoded: true,
  }),
  "GET /environment": () => ({ siteUrl: process.env.SITE_URL, endpoint: process.env.AWS_ENDPOINT_URL }),
};

/** Anything without an answer of its own gets its event back. */
export const api = async (event: HttpEvent) => (await answers[event.routeKey]?.(event)) ?? event;

interface StreamEvent {
  Records?: { dynamodb: { Keys: { sk: { S: string } }; SequenceNumber: string } }[];
}

/** Sends a letter per entry; an entry named poison never succeeds. */
export const outbox = async (event: StreamEvent) => {
  console.log(JSON.stringify({ handed: event.Records?.map(({ dynamodb: { Keys } }) => Keys.sk.S) ?? event }));
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { dynamodb } of event.Records ?? []) {
    const name = dynamodb.Keys.sk.S;
    if (name === "outbox#poison") {
      batchItemFailures.push({ itemIdentifier: dynamodb.SequenceNumber });
      break;
    }
    await ses.send(
      new SendEmailCommand({
        Source: "privacy@example.org",
        Destination: { ToAddresses: ["person@example.com"] },
        Message: { Subject: { Data: name }, Body: { Text: { Data: "Please confirm." } } },
      }),
    );
  }
  return { batchItemFailures };
};
