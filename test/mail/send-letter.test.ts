import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { SESClient, type SESClientConfig } from "@aws-sdk/client-ses";
import PostalMime from "postal-mime";
import { afterEach, describe, expect, it, vi } from "vitest";
import { confirmReferral } from "../../functions/mail/letters/confirm-referral.ts";
import { sendLetter } from "../../functions/mail/send-letter.ts";
import { sesClient } from "../../functions/mail/ses.ts";
import { MailUnavailable } from "../../functions/policy/errors.ts";
import { confirmation, person, sender } from "./given.ts";

const letter = confirmReferral(confirmation);
const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A service that answers as told, at an address of its own. */
async function ses(answer: RequestListener): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(Buffer.concat(chunks).toString());
      answer(request, response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  undo.push(
    () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

function client(endpoint: string, requestHandler: SESClientConfig["requestHandler"] = {}): SESClient {
  const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
  const made = new SESClient({
    endpoint,
    region: "eu-central-1",
    credentials,
    maxAttempts: 1,
    requestHandler,
  });
  undo.push(() => made.destroy());
  return made;
}

const send = (to: SESClient) => sendLetter(to, sender, person, letter);
const refusal =
  (status: number, code: string, message = "no"): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "text/xml" });
    response.end(
      `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    );
  };
const taken: RequestListener = (_request, response) => {
  response.writeHead(200, { "content-type": "text/xml" });
  response.end(
    '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>1</MessageId></SendRawEmailResult></SendRawEmailResponse>',
  );
};

describe("a letter that SES takes", () => {
  it("is sent, to one recipient, as it was written", async () => {
    const { url, bodies } = await ses(taken);
    expect(await send(client(url))).toBe("sent");
    expect(bodies).toHaveLength(1);
    const call = new URLSearchParams(bodies[0]);
    expect(call.get("Action")).toBe("SendRawEmail");
    expect(call.get("Source")).toBe(sender.address);
    expect([...call].filter(([key]) => key.startsWith("Destinations"))).toEqual([
      ["Destinations.member.1", person],
    ]);
    const mail = await PostalMime.parse(Buffer.from(call.get("RawMessage.Data") ?? "", "base64"));
    expect(mail.subject).toBe(letter.subject);
    expect(mail.text?.trim()).toBe(letter.text.trim());
  });
});

describe("a letter that SES refuses", () => {
  it.each([
    [400, "MessageRejected", "Address blacklisted."],
    [400, "InvalidParameterValue", "Local address contains control or whitespace"],
  ])("for good (%i %s) is rejected", async (status, code, message) => {
    const { url } = await ses(refusal(status, code, message));
    expect(await send(client(url))).toBe("rejected");
  });

  it.each([
    [400, "Throttling", "Maximum sending rate exceeded."],
    [400, "LimitExceededException", "Daily message quota exceeded."],
    [429, "TooManyRequestsException", "slow down"],
    [500, "InternalFailure", "oops"],
    [503, "ServiceUnavailable", "busy"],
    [400, "AccountSendingPausedException", "paused"],
    [400, "MessageRejected", "Email address is not verified. Failed the check: person@example.com"],
    [400, "MessageRejected", "Sending paused for this account."],
  ])("for now (%i %s, %s) can be tried again, and the error names nobody", async (status, code, message) => {
    const { url, bodies } = await ses(refusal(status, code, message));
    const failure = await send(client(url)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MailUnavailable);
    expect((failure as Error).message).toBe(code);
    expect((failure as Error).cause).toBeUndefined();
    expect(bodies).toHaveLength(1);
  });

  it("for want of a grant fails as AWS said it", async () => {
    const said =
      "User: arn:aws:sts::000000000000:assumed-role/R/Outbox is not authorized to perform: ses:SendRawEmail";
    const { url } = await ses(refusal(403, "AccessDenied", said));
    await expect(send(client(url))).rejects.toThrow(said);
  });

  it("with a page of a proxy in place of an answer can be tried again", async () => {
    const { url } = await ses((_request, response) => response.writeHead(502).end("<html>bad <gateway"));
    await expect(send(client(url))).rejects.toThrow(MailUnavailable);
  });
});

describe("a letter without an answer", () => {
  it("is unknown when the connection is lost after the request", async () => {
    const { url, bodies } = await ses((request) => request.socket.destroy());
    expect(await send(client(url))).toBe("unknown");
    expect(bodies).toHaveLength(1); // it did arrive
  });

  it("is unknown when SES is silent for too long", async () => {
    const { url } = await ses(() => {});
    expect(await send(client(url, { requestTimeout: 50, throwOnRequestTimeout: true }))).toBe("unknown");
  });

  it("is unknown when the good answer is cut or garbled", async () => {
    const cut = await ses((_request, response) => {
      response.writeHead(200, { "content-length": "500" });
      response.write("<SendRaw", () => response.destroy());
    });
    expect(await send(client(cut.url))).toBe("unknown");
    const garbled = await ses((_request, response) => response.writeHead(200).end("<<< not xml"));
    expect(await send(client(garbled.url))).toBe("unknown");
  });

  it("is surely not sent when nobody listens", async () => {
    const { url } = await ses(taken);
    await undo.pop()?.();
    await expect(send(client(url))).rejects.toThrow(new MailUnavailable("ECONNREFUSED"));
  });

  it("is surely not sent when no connection is made in time", async () => {
    const never = { connectionTimeout: 50, httpAgent: { lookup: () => {} } };
    await expect(send(client("http://ses.invalid", never))).rejects.toThrow(
      new MailUnavailable("TimeoutError"),
    );
  });

  it("is surely not sent when the name of the service is unknown", async () => {
    const failing = {
      httpAgent: {
        lookup: (_name: string, _how: unknown, done: (error: Error) => void) => done(unknownName()),
      },
    };
    await expect(send(client("http://ses.invalid", failing))).rejects.toThrow(
      new MailUnavailable("ENOTFOUND"),
    );
  });
});

describe("the client of the functions", () => {
  it("tries once, and keeps no connection", async () => {
    const { url, bodies } = await ses((request, response) => {
      expect(request.headers.connection).toBe("close");
      refusal(500, "InternalFailure")(request, response);
    });
    vi.stubEnv("AWS_ENDPOINT_URL", url);
    vi.stubEnv("AWS_REGION", "eu-central-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    undo.push(() => void vi.unstubAllEnvs());
    const real = sesClient();
    undo.push(() => real.destroy());
    await expect(send(real)).rejects.toThrow(MailUnavailable);
    expect(bodies).toHaveLength(1);
  });
});

function unknownName(): Error {
  return Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND", syscall: "getaddrinfo" });
}
