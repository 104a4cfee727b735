import { problems } from "./openapi-components.ts";
import { downloadPaths, downloadSchema } from "./openapi-download.ts";

const page = { $ref: "#/components/responses/Page" };
const reference = { $ref: "#/components/schemas/Reference" };
const token = { $ref: "#/components/schemas/Token" };
const code = { $ref: "#/components/schemas/Code" };
const text = { type: "string" };
const instant = { type: "string", format: "date-time" };

function bodies(schema: object) {
  const content = { "application/json": { schema }, "application/x-www-form-urlencoded": { schema } };
  return { required: true, content };
}

type Properties = Readonly<Record<string, object>>;

function json(description: string, always: Properties, sometimes: Properties = {}) {
  const schema = { type: "object", required: Object.keys(always), properties: { ...always, ...sometimes } };
  return { description, content: { "application/json": { schema }, "text/html": { schema: text } } };
}

function show(operationId: string, tag: string, summary: string, ok: object = page) {
  return { operationId, tags: [tag], summary, responses: { 200: ok, ...problems(429) } };
}

const tooLate = {
  description: "It has begun, or it is concluded.",
  content: {
    "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
    "text/html": { schema: text },
  },
};

/** The routes that are the same whatever forms there are. */
export const fixedPaths = {
  "/": { get: show("show-home", "about", "The forms and the rights.") },
  "/sent": {
    get: {
      ...show("show-sent", "verification", "Check your mail; with the field for the code."),
      parameters: [{ name: "reference", in: "query", required: false, schema: reference }],
    },
    post: {
      operationId: "send-letter-again",
      tags: ["verification"],
      summary: "Ask for the letter again.",
      requestBody: bodies({ type: "object", required: ["reference"], properties: { reference } }),
      responses: {
        202: { $ref: "#/components/responses/Accepted" },
        303: { description: "To browsers: see `/sent`." },
        ...problems(400, 403, 413, 415, 422, 429, 503),
      },
    },
  },
  "/verify": {
    get: show("show-verify", "verification", "Where the letter's link lands; the token is in the fragment."),
    post: {
      operationId: "verify",
      tags: ["verification"],
      summary: "Redeem a token, or the code of the letter.",
      requestBody: bodies({
        type: "object",
        properties: { token, reference, code },
        anyOf: [{ required: ["token"] }, { required: ["reference", "code"] }],
      }),
      responses: {
        200: json("Confirmed, now or before.", { status: { const: "confirmed" }, reference }),
        ...problems(400, 403, 404, 409, 413, 415, 422, 429, 503),
      },
    },
  },
  "/request": {
    get: {
      operationId: "show-request",
      tags: ["rights"],
      summary: "How a request stands.",
      security: [{}, { session: [] }],
      responses: {
        200: json(
          "The request of the session; without a session, browsers get the page that opens one.",
          {
            reference,
            right: text,
            status: text,
            receivedAt: instant,
            dueBy: { type: "string", format: "date" },
            receipt: { type: "boolean", description: "Whether `/request/receipt` has one." },
          },
          {
            coolingOffEnds: { ...instant, description: "Until when it can surely be cancelled." },
            outcomes: {
              type: "array",
              items: { type: "object" },
              description: "By holder: counts, grounds.",
            },
            download: downloadSchema,
          },
        ),
        ...problems(401, 429, 503),
      },
    },
  },
  "/request/session": {
    post: {
      operationId: "open-session",
      tags: ["rights"],
      summary: "Exchange the token of the status link for a session.",
      requestBody: bodies({ type: "object", required: ["token"], properties: { token } }),
      responses: {
        204: { description: "The session cookie is set." },
        303: { description: "To browsers: see `/request`." },
        ...problems(400, 403, 404, 413, 415, 422, 429, 503),
      },
    },
  },
  "/request/cancel": {
    post: {
      operationId: "cancel-request",
      tags: ["rights"],
      summary: "Cancel a request that has not begun, by the session or by the token of the status link.",
      security: [{}, { session: [] }],
      requestBody: { ...bodies({ type: "object", properties: { token } }), required: false },
      responses: {
        200: json("Cancelled, now or before.", { status: { const: "cancelled" }, reference }),
        ...problems(400, 401, 403, 404, 413, 415, 422, 429, 503),
        409: tooLate,
      },
    },
  },
  ...downloadPaths,
  "/request/receipt": {
    get: {
      operationId: "show-receipt",
      tags: ["rights"],
      summary: "The signed receipt of an erasure, to keep.",
      security: [{ session: [] }],
      responses: {
        200: {
          description: "A compact JWS (RFC 7515), ES256; the key is in `/.well-known/jwks.json`.",
          content: { "application/jose": { schema: text } },
        },
        ...problems(401, 404, 429, 503),
      },
    },
  },
  "/retention": {
    get: show("show-retention", "about", "The retention schedule.", {
      description: "How long what is kept, and why; by category.",
      content: {
        "application/json": { schema: { type: "object", additionalProperties: { type: "object" } } },
        "text/html": { schema: text },
      },
    }),
  },
  "/.well-known/jwks.json": {
    get: show("show-keys", "about", "The public key that receipts are checked with.", {
      description: "A JWK set (RFC 7517).",
      content: { "application/json": { schema: { type: "object" } } },
    }),
  },
  "/openapi.json": {
    get: show("show-openapi", "about", "This document.", {
      description: "OpenAPI 3.1.",
      content: { "application/json": { schema: { type: "object" } } },
    }),
  },
  "/health": {
    get: show("show-health", "about", "Whether the service is alive.", { description: "Alive." }),
  },
  "/assets/{asset}": {
    get: {
      ...show("show-asset", "about", "The stylesheet, the script and the icon of the pages.", {
        description: "The asset.",
      }),
      parameters: [{ name: "asset", in: "path", required: true, schema: text }],
    },
  },
};
