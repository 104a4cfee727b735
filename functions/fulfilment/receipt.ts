import type { Outcomes } from "../policy/outcomes.ts";
import type { RightsRequest } from "../records/items.ts";
import type { Concluder } from "./concluder.ts";

/** What a receipt states: which request, when, and what became of what there was. Counts and grounds, no person. */
interface Statement {
  readonly request: Pick<RightsRequest, "reference"> &
    Partial<Pick<RightsRequest, "right" | "receivedAt" | "verifiedAt" | "begunAt">>;
  readonly concludedAt: string;
  readonly outcomes: Outcomes;
  /** True where a restored table was erased again. */
  readonly replay?: boolean;
}

/** A compact JWS (RFC 7515, ES256) that carries its public key; whose key that is, the site's JWKS says. */
export async function signReceipt(statement: Statement, { siteUrl, receiptKey }: Concluder): Promise<string> {
  const { kid, ...jwk } = await receiptKey.publicKey();
  const { reference, right, receivedAt, verifiedAt, begunAt } = statement.request;
  const header = { alg: "ES256", typ: "habeas-erasure-receipt+jwt", kid, jwk };
  const claims = {
    iss: siteUrl,
    iat: Math.floor(Date.parse(statement.concludedAt) / 1000),
    ...{ reference, right, receivedAt, verifiedAt, begunAt },
    concludedAt: statement.concludedAt,
    outcomes: statement.outcomes,
    ...(statement.replay === true ? { replay: true } : {}),
  };
  const signed = `${encoded(header)}.${encoded(claims)}`;
  return `${signed}.${await receiptKey.sign(signed)}`;
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
