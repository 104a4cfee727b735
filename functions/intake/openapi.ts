import * as z from "zod";
import type { Controller } from "../policy/controller.ts";
import type { Form } from "../policy/form.ts";
import { fileFields, formSchema } from "./form-schema.ts";
import { openApiComponents, problems } from "./openapi-components.ts";
import { fixedPaths } from "./openapi-paths.ts";

type Json = Record<string, unknown>;

/**
 * The contract of the HTTP API as OpenAPI 3.1, made from the same definitions that judge the submissions.
 * @param siteUrl the origin of the site, without a slash at the end.
 */
export function openApiDocument(
  forms: readonly Form[],
  rightsForms: readonly Form[],
  controller: Controller,
  siteUrl: string,
): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: `Forms and rights of ${controller.name}`,
      version: controller.noticeVersion,
      description:
        "What people send is confirmed by e-mail before anything is done with it. Browsers get pages, programs JSON, by `Accept`. GET and HEAD change nothing.",
      contact: { name: controller.name, email: controller.email },
    },
    servers: [{ url: siteUrl }],
    tags: [
      { name: "forms", description: "What can be sent." },
      { name: "rights", description: "What a person can ask about their data." },
      { name: "verification", description: "Showing that the address is one's own." },
      { name: "about", description: "What this site says about itself." },
    ],
    paths: {
      ...Object.fromEntries(forms.map((form) => [`/forms/${form.slug}`, formPath(form, "forms")])),
      ...Object.fromEntries(rightsForms.map((form) => [`/rights/${form.slug}`, formPath(form, "rights")])),
      ...fixedPaths,
    },
    components: {
      ...openApiComponents,
      schemas: {
        ...openApiComponents.schemas,
        ...Object.fromEntries(forms.map((form) => [`forms-${form.slug}`, bodySchema(form)])),
        ...Object.fromEntries(rightsForms.map((form) => [`rights-${form.slug}`, bodySchema(form)])),
      },
    },
  };
}

function formPath(form: Form, tag: "forms" | "rights"): Json {
  const id = `${tag}-${form.slug}`;
  return {
    get: {
      operationId: `show-${id}`,
      tags: [tag],
      summary: form.title,
      responses: { 200: { $ref: "#/components/responses/Page" }, ...problems(429) },
    },
    post: {
      operationId: `send-${id}`,
      tags: [tag],
      summary: form.title,
      description: `${form.introduction} Purpose: ${form.purpose} Lawful basis (GDPR 6(1)): ${form.lawfulBasis}.`,
      requestBody: { required: true, content: requestContent(form, id) },
      responses: {
        202: { $ref: "#/components/responses/Accepted" },
        303: { description: "To browsers: see `/sent`, with the reference." },
        ...problems(400, 403, 413, 415, 422, 429, 503),
      },
    },
  };
}

/** A form with documents takes multipart alone: JSON has no bytes. */
function requestContent(form: Form, schemaName: string): Json {
  const media = { schema: { $ref: `#/components/schemas/${schemaName}` } };
  if (fileFields(form).length > 0) return { "multipart/form-data": media };
  return {
    "application/json": media,
    "application/x-www-form-urlencoded": media,
    "multipart/form-data": media,
  };
}

function bodySchema(form: Form): Json {
  const { $schema, ...schema } = z.toJSONSchema(formSchema(form));
  const files = fileFields(form);
  const documents = files.map((file) => [
    file.name,
    {
      title: file.label,
      description: `${file.why} At most ${file.maxBytes} bytes.`,
      contentMediaType: "application/octet-stream",
    },
  ]);
  const required = files.filter((file) => file.required).map((file) => file.name);
  return {
    ...schema,
    properties: { ...schema.properties, ...Object.fromEntries(documents) },
    required: [...(schema.required ?? []), ...required],
  };
}
