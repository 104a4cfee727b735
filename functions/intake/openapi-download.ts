import { problems } from "./openapi-components.ts";

const code = { $ref: "#/components/schemas/Code" };
const reference = { $ref: "#/components/schemas/Reference" };
const text = { type: "string" };
const session = [{ session: [] }];

/** How a program is told of the copy that a request has made. */
export const downloadSchema = {
  type: "object",
  description: "The copy, as long as there is one.",
  required: ["available", "expiresAt", "bytes", "missing"],
  properties: {
    available: { type: "boolean", description: "Whether it can be fetched now." },
    expiresAt: { type: "string", format: "date-time", description: "Until when." },
    bytes: { type: "integer" },
    missing: { type: "array", items: text, description: "What could not be read, in words." },
  },
};

function answer(description: string, schema: object) {
  return { description, content: { "application/json": { schema }, "text/html": { schema: text } } };
}

const object = (properties: Readonly<Record<string, object>>) => ({
  type: "object",
  required: Object.keys(properties),
  properties,
});

function optionalBody(schema: object) {
  const content = { "application/json": { schema }, "application/x-www-form-urlencoded": { schema } };
  return { required: false, content };
}

/** How a person gets the copy of their data, and has it erased. */
export const downloadPaths = {
  "/request/download": {
    get: {
      operationId: "show-download",
      tags: ["rights"],
      summary: "How it stands with the copy; for browsers the page on which the code is typed.",
      security: [{}, { session: [] }],
      responses: {
        200: answer("The copy can be fetched.", downloadSchema),
        ...problems(401, 404, 409, 410, 429, 503),
      },
    },
    post: {
      operationId: "download",
      tags: ["rights"],
      summary: "Ask for a code, or fetch the copy with it.",
      description:
        "Without `code`, a letter with a fresh code goes to the address of the request: 202; within a minute of the last one it is not sent twice, and after five in an hour the answer is 429. With `code`, the answer is a link that opens the copy for at most five minutes; the code is used up by it and works once.",
      security: session,
      requestBody: optionalBody({ type: "object", properties: { code } }),
      responses: {
        200: answer(
          "The link. Whoever has it can open it, so do not keep it.",
          object({ url: { type: "string", format: "uri" } }),
        ),
        202: answer("A code is on its way to the address.", object({ reference })),
        303: { description: "To browsers: see the copy itself." },
        ...problems(400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 503),
      },
    },
  },
  "/request/download/erase": {
    post: {
      operationId: "erase-download",
      tags: ["rights"],
      summary: "Have the copy erased at once. What it was made from stays as it is.",
      description:
        "Answers the same for a copy that was erased before. A copy that the law has us keep stays: 409, with the reason and the day on which it is looked at again. Browsers send `sure=yes` along, from the tick of the page.",
      security: session,
      requestBody: optionalBody({ type: "object", properties: { sure: { const: "yes" } } }),
      responses: {
        200: answer("Erased, now or before.", object({ status: { const: "erased" }, reference })),
        ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
      },
    },
  },
};
