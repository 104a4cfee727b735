import { describe, expect, it } from "vitest";
import { findRoute } from "../../../infra/local/http-routes.ts";

const keys = [
  "$default",
  "GET /",
  "GET /forms/{form}",
  "ANY /forms/{form}",
  "GET /forms/new",
  "GET /files/{path+}",
  "GET /{any+}",
  "POST /{a}/{b}",
];
const routes = keys.map((key) => ({ key, functionId: "Function" }));
const find = (method: string, path: string) => {
  const match = findRoute(routes, method, path);
  return [match?.route.key, match?.parameters];
};

describe("a request takes the most specific route", () => {
  it.each([
    ["GET", "/", "GET /", {}],
    ["GET", "/forms/new", "GET /forms/new", {}],
    ["GET", "/forms/contact", "GET /forms/{form}", { form: "contact" }],
    ["PUT", "/forms/contact", "ANY /forms/{form}", { form: "contact" }],
    ["POST", "/forms/contact", "ANY /forms/{form}", { form: "contact" }],
    ["GET", "/files/a/b", "GET /files/{path+}", { path: "a/b" }],
    ["GET", "/elsewhere/x", "GET /{any+}", { any: "elsewhere/x" }],
    ["GET", "/forms/", "GET /{any+}", { any: "forms/" }],
    ["GET", "/forms/a%2Fb", "GET /forms/{form}", { form: "a/b" }],
    ["DELETE", "/elsewhere", "$default", {}],
    ["HEAD", "/", "$default", {}],
  ])("%s %s → %s", (method, path, key, parameters) => {
    expect(find(method, path)).toEqual([key, parameters]);
  });
});

it("without $default what no route names leads nowhere", () => {
  expect(findRoute(routes.slice(1, 3), "POST", "/")).toBeUndefined();
});
