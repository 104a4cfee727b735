/** The problems a route can answer with; each has one `type` ending in its slug (RFC 9457). */
const problemResponses = {
  400: ["Malformed", "The body is not what its content type says."],
  401: ["NoSession", "The session is over, or there was none. Open the link in the letter."],
  403: ["CrossSite", "Sent from another site. Nothing was kept."],
  404: ["NotFound", "There is nothing here, or nothing of yours: the answer is the same."],
  409: ["Conflict", "It cannot be done as things stand: the problem's `type` says why."],
  410: ["Gone", "It was there and is no longer. Make the request again."],
  413: ["TooLarge", "The body is too large."],
  415: ["UnsupportedMediaType", "The content type is not one of those listed."],
  422: [
    "Invalid",
    "Some fields are wrong (`errors` names each), or the person is too young. Nothing was kept.",
  ],
  429: ["TooManyRequests", "Too many requests. Wait a little."],
  503: ["TryLater", "Nothing was kept. Send it again after `Retry-After`."],
} as const;

type ProblemStatus = keyof typeof problemResponses;

/** References to the problem responses of these statuses. */
export function problems(...statuses: readonly ProblemStatus[]) {
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/${problemResponses[status][0]}` }]),
  );
}

const problemBody = {
  "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
  "text/html": { schema: { type: "string" } },
};

/** What the paths refer to. */
export const openApiComponents = {
  schemas: {
    Problem: {
      type: "object",
      description: "RFC 9457.",
      required: ["type", "title", "status"],
      properties: {
        type: { type: "string", format: "uri-reference", description: "Stable; ends in a slug." },
        title: { type: "string" },
        status: { type: "integer" },
        detail: { type: "string" },
        errors: {
          type: "array",
          items: {
            type: "object",
            required: ["detail", "pointer"],
            properties: {
              detail: { type: "string", description: "What is wrong and how to mend it." },
              pointer: {
                type: "string",
                description: "A JSON pointer to the field, `#` for the whole form.",
              },
            },
          },
        },
      },
    },
    Reference: { type: "string", description: "Names a submission or request. It proves nothing." },
    Token: {
      type: "string",
      pattern: "^[a-z2-7]{26}[A-Za-z0-9_-]{43}$",
      description: "What follows the # in a letter's link.",
    },
    Code: {
      type: "string",
      description: "Eight letters and digits from the letter; spaces, hyphens, case do not matter.",
    },
  },
  responses: {
    Page: { description: "A page.", content: { "text/html": { schema: { type: "string" } } } },
    Accepted: {
      description: "Noted. The answer is the same for every address.",
      content: {
        "application/json": {
          schema: {
            type: "object",
            required: ["reference"],
            properties: { reference: { $ref: "#/components/schemas/Reference" } },
          },
        },
      },
    },
    ...Object.fromEntries(
      Object.values(problemResponses).map(([name, description]) => [
        name,
        { description, content: problemBody },
      ]),
    ),
  },
  securitySchemes: {
    session: {
      type: "apiKey",
      in: "cookie",
      name: "__Host-habeas-request",
      description: "Set by `POST /request/session`; short-lived.",
    },
  },
};
