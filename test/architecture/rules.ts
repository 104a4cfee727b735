import { posix } from "node:path";
import type { Import, SourceFile } from "./source-file.ts";

/** A rule of the house: every breach as one line, file first. */
export type Rule = (files: readonly SourceFile[]) => string[];

const FLOW = [
  "intake",
  "verification",
  "outbox",
  "fulfilment",
  "erasure",
  "export",
  "choices",
  "retention",
  "desk",
];

/** What the forms are: data that every flow may read, although they live where they are shown. */
const FORMS = "intake/forms";

/** Room → the rooms it may import from, besides itself. A room that is not here may not exist. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    FLOW.map((room) => [room, ["edge", "data-map", "records", "mail", "pages", "policy", FORMS]]),
  ),
  [FORMS]: ["policy"],
  "data-map": ["records", "policy"],
  records: ["policy"],
  mail: ["policy"],
  pages: ["policy"],
  edge: ["policy"],
  policy: [],
  "environment.ts": ["policy"],
};

/** Package → the only places that may import it. */
const OWNERS: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^@aws-sdk\/.*dynamodb/, /^functions\/records\/|^infra\/local\//, "only functions/records knows DynamoDB"],
  [/client-ses|nodemailer/, /^functions\/mail\//, "only functions/mail knows SES"],
  [/^(aws-cdk-lib|constructs|cdk-nag)\b/, /^infra\//, "only infra knows the CDK"],
];

const isEntry = (path: string) => path.endsWith(".lambda.ts");
const isOurs = ({ from }: Import) => /^(functions|infra|test)\//.test(from);
const roomOf = (path: string) =>
  /^functions\/intake\/forms(\.ts$|\/)/.test(path) ? FORMS : /^functions\/([^/]+)/.exec(path)?.[1];

/** One line for each import that `breaks`, undefined being fine. */
function eachImport(breaks: (file: SourceFile, imported: Import) => string | undefined): Rule {
  return (files) =>
    files.flatMap((file) =>
      file.imports.flatMap((imported) => {
        const why = breaks(file, imported);
        return why === undefined ? [] : [`${file.path} imports ${imported.from}: ${why}`];
      }),
    );
}

function eachFile(breaks: (file: SourceFile) => string | undefined): Rule {
  return (files) =>
    files.flatMap((file) => {
      const why = breaks(file);
      return why === undefined ? [] : [`${file.path}: ${why}`];
    });
}

export const rules: Readonly<Record<string, Rule>> = {
  "arrows between rooms go one way": eachImport((file, imported) => {
    const [from, to] = [roomOf(file.path), roomOf(imported.from)];
    if (from === undefined || to === undefined || from === to) return undefined;
    if (to === "environment.ts" && isEntry(file.path)) return undefined;
    return ARROWS[from]?.includes(to) ? undefined : `${from} has no arrow to ${to}`;
  }),

  "every room is on the map": eachFile(({ path }) => {
    const room = roomOf(path);
    return room === undefined || room in ARROWS ? undefined : `${room} is not a room of the map`;
  }),

  "infra takes only types from functions, and functions take nothing from infra": eachImport(
    (file, imported) => {
      const [from, to] = [file.path.split("/")[0], imported.from.split("/")[0]];
      if (to === "test" && from !== "test") return "what runs knows no test";
      if (from === "functions" && to === "infra") return "a function knows nothing of where it runs";
      if (from === "infra" && to === "functions" && !imported.typeOnly) return "only types may come along";
      return undefined;
    },
  ),

  "the stack knows nothing of the local stack": eachImport((file, imported) =>
    /^infra\/[^/]+$/.test(file.path) && imported.from.startsWith("infra/local/") ? "it must not" : undefined,
  ),

  "the policy is pure: zod, Temporal and itself": eachImport((file, imported) =>
    roomOf(file.path) !== "policy" || isOurs(imported) || /^(zod|temporal-polyfill)$/.test(imported.from)
      ? undefined
      : "policy imports no other package",
  ),

  "what a package is for is known in one place": eachImport((file, imported) => {
    if (isOurs(imported) || file.path.startsWith("test/")) return undefined;
    return OWNERS.find(([name, where]) => name.test(imported.from) && !where.test(file.path))?.[2];
  }),

  "now, the surroundings and chance come in at the entries": eachFile(({ path, members }) => {
    if (!path.startsWith("functions/") || isEntry(path)) return undefined;
    const used = ["Temporal.Now", "Date.now", "process.env", "Math.random", "console.log"].filter((name) =>
      members.has(name),
    );
    const allowed = roomOf(path) === "records" ? ["Math.random"] : [];
    const wrong = used.filter((name) => !allowed.includes(name));
    return wrong.length === 0 ? undefined : `uses ${wrong.join(", ")}`;
  }),

  "an entry is wiring: at most 75 lines, imported by nobody": (files) => [
    ...eachFile(({ path, lines }) => (isEntry(path) && lines > 75 ? `${lines} lines` : undefined))(files),
    ...eachImport((file, imported) =>
      isEntry(imported.from) && !file.path.startsWith("test/") ? "entries are for Lambda" : undefined,
    )(files),
  ],

  "every entry is a function of the stack, and every function's entry is there": (files) => {
    const entries = files.map(({ path }) => path).filter(isEntry);
    const named = files
      .filter(({ path }) => /^infra\/[^/]+$/.test(path))
      .flatMap(({ text }) => [...text.matchAll(/entry: "([^"]+)"/g)].map((found) => `functions/${found[1]}`));
    return [
      ...entries.filter((entry) => !named.includes(entry)).map((entry) => `${entry}: no function runs it`),
      ...named.filter((entry) => !entries.includes(entry)).map((entry) => `${entry}: there is no such file`),
    ];
  },

  "no cycle of files": (files) => cycles(files).map((cycle) => cycle.join(" → ")),

  "no source file over 200 lines": eachFile(({ lines }) => (lines > 200 ? `${lines} lines` : undefined)),

  "nothing is called utils, helpers, common, shared or lib": eachFile(({ path }) =>
    path.split("/").find((part) => /^(utils?|helpers?|common|shared|libs?)(\.|$)/.test(part)),
  ),

  "no barrels": eachFile(({ path, onlyPassesOn }) =>
    onlyPassesOn || /^index\.tsx?$/.test(posix.basename(path)) ? "a barrel" : undefined,
  ),

  "no default exports": eachFile(({ path, defaultExport }) =>
    defaultExport && path !== "vitest.config.ts" ? "has one" : undefined,
  ),
};

/** Every cycle once, by depth-first search; type-only imports count, since they too tie two files together. */
function cycles(files: readonly SourceFile[]): string[][] {
  const graph = new Map(files.map(({ path, imports }) => [path, imports.map(({ from }) => from)]));
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) found.push([...way.slice(start), path]);
    if (start >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) walk(next, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
}
