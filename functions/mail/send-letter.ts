import { type SESClient, type SESServiceException, SendRawEmailCommand } from "@aws-sdk/client-ses";
import type { Address } from "../policy/data-subject.ts";
import { MailUnavailable } from "../policy/errors.ts";
import { compose, type Sender } from "./compose.ts";
import type { Letter } from "./letter.ts";

/**
 * - `sent`: SES has taken the letter.
 * - `rejected`: SES will never take it, for the sake of the address or the letter itself.
 * - `unknown`: the request went out and no answer came back; the letter may or may not have been sent.
 */
export type Sending = "sent" | "rejected" | "unknown";

/** Refusals that no second try mends. Their messages can name the address and go no further. */
const forGood = new Set(["MessageRejected", "InvalidParameterValue"]);

/** Refusals that pass: the throttle, a sender that is paused. */
const forNow = new Set([
  "Throttling",
  "ThrottlingException",
  "LimitExceededException",
  "MailFromDomainNotVerifiedException",
  "AccountSendingPausedException",
  "ConfigurationSetSendingPausedException",
]);

/** SES also says MessageRejected while its own account is paused or in the sandbox; letters wait for that to end. */
const accountIsNotReady = /not verified|sending paused/i;

/** Node's codes for a connection that was never made. */
const neverConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Node's codes for a connection that was lost once it stood. */
const lost = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT"]);

/**
 * Sends one letter to one address, in one try.
 * @throws MailUnavailable when the letter has surely not been sent and a later try may succeed.
 * @throws whatever else SES answers (a missing grant, say), as it came: that is ours to mend.
 */
export async function sendLetter(
  ses: SESClient,
  from: Sender,
  to: Address,
  letter: Letter,
): Promise<Sending> {
  const command = new SendRawEmailCommand({
    Source: from.address,
    Destinations: [to],
    RawMessage: { Data: await compose(from, to, letter) },
  });
  try {
    await ses.send(command);
    return "sent";
  } catch (error) {
    return judge(error);
  }
}

/** What an error of the SDK means. It puts the status of the answer on every error, also on one it could not read. */
function judge(error: unknown): Sending {
  if (!(error instanceof Error)) throw error;
  const status = (error as Partial<SESServiceException>).$metadata?.httpStatusCode;
  return status === undefined ? judgeSilence(error) : judgeAnswer(error, status);
}

function judgeAnswer(error: Error, status: number): Sending {
  if (status < 300) return "unknown"; // taken, it seems, but the answer was cut or garbled
  if (status >= 500 || status === 429 || forNow.has(error.name)) throw new MailUnavailable(error.name);
  if (error.name === "MessageRejected" && accountIsNotReady.test(error.message)) {
    throw new MailUnavailable(error.name);
  }
  if (forGood.has(error.name)) return "rejected";
  throw error;
}

function judgeSilence(error: Error): Sending {
  const { code = "", syscall } = error as NodeJS.ErrnoException;
  if (syscall === "connect" || neverConnected.has(code) || connectionTimedOut(error)) {
    throw new MailUnavailable(code || error.name);
  }
  if (error.name === "TimeoutError" || lost.has(code)) return "unknown";
  throw error;
}

/** The SDK's connection timeout has the name of its request timeout and no code; only its words tell them apart. */
function connectionTimedOut(error: Error): boolean {
  return error.name === "TimeoutError" && error.message.includes("did not establish a connection");
}
