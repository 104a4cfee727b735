import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { rules } from "./architecture/rules.ts";
import { readSources, root, sourceFile } from "./architecture/source-file.ts";

const sources = readSources("functions", "infra", "test");

test.each(Object.entries(rules))("%s", (_, rule) => {
  expect(rule(sources)).toEqual([]);
});

test("the top of the repository holds what the map says, and nothing else", () => {
  const known =
    /^(package(-lock)?\.json|tsconfig\.json|cdk\.json|biome\.json|vitest\.config\.ts|infra|functions|test|README\.md|LICENSE|node_modules|cdk\.out|coverage|\..+)$/;

  expect(readdirSync(root).filter((name) => !known.test(name))).toEqual([]);
});

/** For each rule files that break it, and what it says of them: a rule that cannot fail shows nothing. */
const breaches: Readonly<Record<keyof typeof rules, readonly (readonly [Record<string, string>, string])[]>> =
  {
    "arrows between rooms go one way": [
      [{ "functions/intake/a.ts": 'import { b } from "../outbox/b.ts";' }, "intake has no arrow to outbox"],
      [
        { "functions/records/a.ts": 'import type { B } from "../edge/b.ts";' },
        "records has no arrow to edge",
      ],
      [{ "functions/policy/a.ts": 'type B = import("../mail/b.ts").B;' }, "policy has no arrow to mail"],
      [{ "functions/pages/a.tsx": 'const b = await import("../mail/b.ts");' }, "pages has no arrow to mail"],
      [{ "functions/edge/a.ts": 'import { e } from "../environment.ts";' }, "no arrow to environment.ts"],
      [{ "functions/mail/a.ts": 'export { b } from "../records/b.ts";' }, "mail has no arrow to records"],
    ],
    "every room is on the map": [[{ "functions/services/a.ts": "" }, "services is not a room"]],
    "infra takes only types from functions, and functions take nothing from infra": [
      [{ "infra/a.ts": 'import { B } from "../functions/environment.ts";' }, "only types"],
      [{ "infra/a.ts": 'import { type B } from "../functions/environment.ts";' }, "only types"],
      [{ "functions/edge/a.ts": 'import type { B } from "../../infra/b.ts";' }, "knows nothing"],
      [{ "functions/edge/a.ts": 'import { given } from "../../test/given.ts";' }, "knows no test"],
    ],
    "the stack knows nothing of the local stack": [
      [{ "infra/a.ts": 'import { b } from "./local/b.ts";' }, "it must not"],
    ],
    "the policy is pure: zod, Temporal and itself": [
      [{ "functions/policy/a.ts": 'import { randomBytes } from "node:crypto";' }, "no other package"],
      [{ "functions/policy/a.ts": 'import type { B } from "@aws-sdk/client-s3";' }, "no other package"],
    ],
    "what a package is for is known in one place": [
      [{ "functions/intake/a.ts": 'import { b } from "@aws-sdk/lib-dynamodb";' }, "only functions/records"],
      [{ "functions/outbox/a.ts": 'import type { B } from "@aws-sdk/client-ses";' }, "only functions/mail"],
      [{ "functions/edge/a.ts": 'import { App } from "aws-cdk-lib";' }, "only infra"],
    ],
    "now, the surroundings and chance come in at the entries": [
      [{ "functions/policy/a.ts": "const now = Temporal.Now.instant();" }, "Temporal.Now"],
      [{ "functions/mail/a.ts": "const key = process.env.KEY;" }, "process.env"],
      [{ "functions/policy/a.ts": "const dice = Math.random();" }, "Math.random"],
    ],
    "an entry is wiring: at most 75 lines, imported by nobody": [
      [{ "functions/edge/a.lambda.ts": "\n".repeat(76) }, "76 lines"],
      [{ "functions/edge/a.ts": 'import { handler } from "./b.lambda.ts";' }, "entries are for Lambda"],
    ],
    "every entry is a function of the stack, and every function's entry is there": [
      [{ "functions/edge/a.lambda.ts": "" }, "functions/edge/a.lambda.ts: no function runs it"],
      [{ "infra/a.ts": 'const props = { entry: "edge/a.lambda.ts" };' }, "there is no such file"],
    ],
    "no cycle of files": [
      [
        {
          "functions/edge/a.ts": 'import { b } from "./b.ts";',
          "functions/edge/b.ts": 'import type { C } from "./c.ts";',
          "functions/edge/c.ts": 'import { a } from "./a.ts";',
        },
        "functions/edge/a.ts → functions/edge/b.ts → functions/edge/c.ts → functions/edge/a.ts",
      ],
    ],
    "no source file over 200 lines": [[{ "infra/a.ts": "\n".repeat(201) }, "201 lines"]],
    "nothing is called utils, helpers, common, shared or lib": [
      [{ "functions/edge/utils/a.ts": "" }, "utils"],
      [{ "infra/helpers.ts": "" }, "helpers.ts"],
    ],
    "no barrels": [
      [{ "functions/edge/all.ts": 'export { a } from "./a.ts";\nexport * from "./b.ts";' }, "a barrel"],
      [{ "functions/edge/index.ts": "export const a = 1;" }, "a barrel"],
    ],
    "no default exports": [
      [{ "infra/a.ts": "export default 1;" }, "has one"],
      [{ "infra/a.ts": "const a = 1;\nexport { a as default };" }, "has one"],
    ],
  };

test.each(
  Object.keys(rules).flatMap((name) =>
    (breaches[name] ?? [[{}, "a breach"]]).map((breach) => [name, ...breach] as const),
  ),
)("the rule “%s” finds a breach", (name, files, said) => {
  const made = Object.entries(files).map(([path, text]) => sourceFile(path, text));

  expect(rules[name]?.(made).join("\n")).toContain(said);
});
