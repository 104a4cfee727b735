import { SESClient } from "@aws-sdk/client-ses";

/** What letters are sent with. */
export type MailClient = SESClient;

/** Without the second option Node still asks the server to keep the connection. */
const oneLetterEach = { keepAlive: false, maxSockets: Number.POSITIVE_INFINITY };

/**
 * The client that letters are sent with. It tries once: whether a letter may be sent again is not the SDK's to decide,
 * as a second try after a lost answer can be a second letter. No connection is kept, because a function that was
 * frozen for minutes finds it closed, and a reset after the request has left looks like a letter that may have gone.
 */
export function sesClient(): MailClient {
  return new SESClient({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 2_000,
      requestTimeout: 8_000,
      throwOnRequestTimeout: true, // otherwise the handler only warns and waits on
      httpAgent: oneLetterEach,
      httpsAgent: oneLetterEach,
    },
  });
}
