import type { LookupAddress } from "node:dns";
import type { ClientRequest, IncomingMessage } from "node:http";
import { request } from "node:https";
import type { LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** How the way out is found. Given from outside, so that a test can lead it to a server of its own. */
export interface Route {
  /** All addresses of a host. */
  readonly resolve: (host: string) => Promise<readonly LookupAddress[]>;
  /** Whether an address may be connected to. */
  readonly mayReach: (address: string) => boolean;
  readonly port?: number;
  /** Certificates to trust instead of those that Node trusts. */
  readonly ca?: string;
  /** Milliseconds without a byte in either direction, and for the whole of it. */
  readonly silence: number;
  readonly longest: number;
}

export interface Parcel {
  /** Opened once; whoever gives it away destroys it. */
  readonly body: Readable;
  readonly bytes: number;
  /** The same each time the same parcel is sent, so that who gets it twice can tell. */
  readonly id: string;
}

export type Delivered =
  | { readonly outcome: "answered"; readonly status: number }
  | { readonly outcome: "unreachable" }
  /** Its name leads where nobody may be led. */
  | { readonly outcome: "not-allowed" };

class NotAllowed extends Error {
  override readonly name = "NotAllowed";
}

/**
 * Posts a parcel to an address that somebody else named, once. Its name is resolved once, every address it has is
 * judged, and the connection goes to one of those and nowhere else, so that a second answer of the name service cannot
 * lead it into our own network. No redirect is followed, no proxy used, no connection kept.
 */
export async function deliver(url: URL, parcel: Parcel, route: Route): Promise<Delivered> {
  const { port = 443, ca, silence, longest } = route;
  const limit = AbortSignal.timeout(longest);
  const sending = request({
    method: "POST",
    host: url.hostname,
    servername: url.hostname,
    port,
    path: `${url.pathname}${url.search}`,
    headers: {
      host: url.hostname,
      "content-type": "application/zip",
      "content-length": parcel.bytes,
      "idempotency-key": parcel.id,
    },
    lookup: judgedLookup(route),
    agent: false,
    timeout: silence,
    maxHeaderSize: 16 * 1024,
    signal: limit,
    ...(ca === undefined ? {} : { ca }),
  });
  sending.on("timeout", () => sending.destroy(new Error("silence")));
  try {
    return { outcome: "answered", status: await answerTo(sending, parcel.body) };
  } catch (error) {
    return { outcome: error instanceof NotAllowed ? "not-allowed" : "unreachable" };
  } finally {
    parcel.body.destroy();
    sending.destroy();
  }
}

/** The status alone: whatever else is answered is not read. Who answers before all was sent wants no more of it. */
async function answerTo(sending: ClientRequest, body: Readable): Promise<number> {
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    sending.once("response", resolve);
    sending.once("error", reject);
  });
  const sent = pipeline(body, sending);
  sent.catch(() => {});
  const first = await Promise.race([answer, sent.then(() => undefined)]);
  const { statusCode = 0 } = first ?? (await answer);
  return statusCode;
}

function judgedLookup({ resolve, mayReach }: Route): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        // One bad address among good ones is a trap, not a choice.
        if (first === undefined || !addresses.every(({ address }) => mayReach(address)))
          return callback(new NotAllowed(), "");
        if (options.all === true) return callback(null, [...addresses]);
        return callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ""),
    );
  };
}
