import type { AccessRequest } from "./policy-statement.ts";
import type { LocalTemplate } from "./template.ts";

/** One letter as the API was asked to send it, in either version of the API. */
interface Sending {
  readonly operation: string;
  readonly from: string;
  readonly recipients: readonly string[];
}

/** Which operation of SES this is: the query API names it in the body, the REST API in the path. */
export function sesOperation(method: string, path: string, body: Buffer): string {
  if (!path.startsWith("/v2/")) return new URLSearchParams(body.toString()).get("Action") ?? "Unknown";
  if (method === "POST" && path === "/v2/email/outbound-emails") return "SendEmail";
  return path === "/v2/email/account" ? "GetAccount" : "Unknown";
}

/** What the console of SES gives an identity by default in its first steps. */
const SET_OF_THE_SENDER = "my-first-configuration-set";

/**
 * What IAM asks before SES sends: the sender's identity, and the configuration set that it has by default. Not every
 * identity has one; where one is, a letter that names none goes through it as well.
 */
export function sesNeeds(template: LocalTemplate, path: string, body: Buffer): readonly AccessRequest[] {
  const sending = path.startsWith("/v2/") ? readRest(body) : readQuery(body);
  if (!sending) return [{ action: `ses:${sesOperation("GET", path, body)}`, resources: ["*"], context: {} }];
  const { operation, from, recipients } = sending;
  const arn = (kind: string, name: string) =>
    `arn:aws:ses:${template.region}:${template.account}:${kind}/${name}`;
  const address = bareAddress(from);
  const action = `ses:${operation}`;
  const context = { "ses:fromaddress": [address], "ses:recipients": recipients.map(bareAddress) };
  // Either the address or its domain is the verified identity; the template need not say which.
  const identities = [
    arn("identity", address.slice(address.indexOf("@") + 1)),
    arn("identity", address),
  ] as const;
  return [
    { action, resources: identities, context },
    { action, resources: [arn("configuration-set", SET_OF_THE_SENDER)], context },
  ];
}

function readQuery(body: Buffer): Sending | undefined {
  const form = new URLSearchParams(body.toString());
  const operation = form.get("Action") ?? "";
  if (!operation.startsWith("Send")) return undefined;
  const raw = form.get("RawMessage.Data");
  return {
    operation,
    from: form.get("Source") ?? (raw ? fromHeader(raw) : ""),
    recipients: [...form]
      .filter(([name]) => /Destination.*\.member\.\d+$/.test(name))
      .map(([, value]) => value),
  };
}

function readRest(body: Buffer): Sending | undefined {
  if (body.length === 0) return undefined;
  const input = JSON.parse(body.toString()) as {
    FromEmailAddress?: string;
    Destination?: Record<string, readonly string[]>;
    Content?: { Raw?: { Data: string } };
  };
  const raw = input.Content?.Raw?.Data;
  return {
    operation: raw ? "SendRawEmail" : "SendEmail",
    from: input.FromEmailAddress ?? (raw ? fromHeader(raw) : ""),
    recipients: Object.values(input.Destination ?? {}).flat(),
  };
}

/** The `From` header of a base64 MIME message, unfolded. */
function fromHeader(base64: string): string {
  const [head = ""] = Buffer.from(base64, "base64")
    .toString()
    .split(/\r?\n\r?\n/, 1);
  return /^from:(.*)$/im.exec(head.replace(/\r?\n[ \t]+/g, " "))?.[1]?.trim() ?? "";
}

/** `Habeas <a@example.org>` → `a@example.org` */
const bareAddress = (mailbox: string): string => /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim();
