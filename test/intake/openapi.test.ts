import { expect, test } from "vitest";
import { forms } from "../../functions/intake/forms.ts";
import { openApiDocument } from "../../functions/intake/openapi.ts";
import { rightsForm } from "../../functions/intake/rights-form.ts";
import { Right } from "../../functions/policy/rights.ts";
import { given } from "../given.ts";

const controller = {
  name: "Example",
  address: "1 Way",
  email: "privacy@example.org",
  noticeVersion: "2021-12-10",
  retention: {},
};
const rightsForms = Right.options.map(rightsForm);
const document = JSON.parse(
  JSON.stringify(openApiDocument(forms, rightsForms, controller, "https://example.org")),
);

test("every form and every right has its path, and no path carries a variable in its place", () => {
  const paths = Object.keys(document.paths);
  expect(paths).toEqual(expect.arrayContaining(forms.map((form) => `/forms/${form.slug}`)));
  expect(paths).toEqual(expect.arrayContaining(rightsForms.map((form) => `/rights/${form.slug}`)));
});

test("every route of the site is in it, and nothing else", () => {
  const routes = Object.values(given.assembly().template.Resources)
    .filter(({ Type }) => Type === "AWS::ApiGatewayV2::Route")
    .map(({ Properties }) => String(Properties?.RouteKey))
    .filter((key) => !/^(HEAD|OPTIONS|\$default)/.test(key));
  const described = Object.entries<object>(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map(
      (method) => `${method.toUpperCase()} ${path.replace(/^\/(form|right)s\/[a-z-]+/, "/$1s/{$1}")}`,
    ),
  );
  expect([...new Set(described)].sort()).toEqual(routes.sort());
});

test("every reference leads somewhere", () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)].map(
    ([, path]) => path ?? "",
  );
  expect(references.length).toBeGreaterThan(100);
  for (const reference of new Set(references)) {
    const found = reference
      .slice(1)
      .split("/")
      .reduce((node, key) => node?.[key], document);
    expect(found, reference).toBeDefined();
  }
});

test("no two operations share a name", () => {
  const ids = [...JSON.stringify(document).matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("the schema of a form is the one that judges it: closed, with its limits and choices", () => {
  expect(document.components.schemas["forms-contact"]).toMatchObject({
    additionalProperties: false,
    required: ["name", "email", "message"],
    properties: { email: { format: "email", maxLength: 254 }, message: { maxLength: 4000 } },
  });
  expect(document.components.schemas["forms-newsletter"].properties.newsletter).toMatchObject({
    const: true,
  });
});

test("a form with documents takes multipart alone", () => {
  const { content } = document.paths["/forms/job-application"].post.requestBody;
  expect(Object.keys(content)).toEqual(["multipart/form-data"]);
  expect(document.components.schemas["forms-job-application"].required).toEqual([
    "position",
    "name",
    "email",
    "cv",
  ]);
});
