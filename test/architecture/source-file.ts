import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vitest/node";

/** What the rules look at in one source file. Paths are from the top of the repository, with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Everything it imports or exports from elsewhere, type-only or not; relative ones as paths. */
  readonly imports: readonly Import[];
  /** `process.env`, `Temporal.Now`, `console.log`: each member expression of two names. */
  readonly members: ReadonlySet<string>;
  readonly defaultExport: boolean;
  /** Nothing in it but `export … from`. */
  readonly onlyPassesOn: boolean;
}

export interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Every TypeScript file under these folders. */
export function readSources(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => sourceFile(posix.relative(root, file), readFileSync(file, "utf8"))),
  );
}

export function sourceFile(path: string, text: string): SourceFile {
  const program = parseAst(text, { lang: path.endsWith("x") ? "tsx" : "ts" }, path) as unknown as Node;
  const body = program.body as Node[];
  const imports: Import[] = [];
  const members = new Set<string>();
  let defaultExport = false;
  visit(program, (node) => {
    if ("source" in node && isText(node.source))
      imports.push({ from: resolved(path, node.source.value), typeOnly: isTypeOnly(node) });
    if (node.type === "MemberExpression") members.add(`${nameOf(node.object)}.${nameOf(node.property)}`);
    if (node.type === "ExportDefaultDeclaration") defaultExport = true;
    if (node.type === "ExportSpecifier" && nameOf(node.exported) === "default") defaultExport = true;
  });
  return {
    path,
    text,
    lines: text.replace(/\n$/, "").split("\n").length,
    imports,
    members,
    defaultExport,
    onlyPassesOn: body.length > 0 && body.every((node) => /^Export/.test(node.type) && isText(node.source)),
  };
}

/** A whole statement of types; one `type` among values still loads the file. */
const isTypeOnly = (node: Node) =>
  node.importKind === "type" || node.exportKind === "type" || node.type === "TSImportType";

function resolved(path: string, specifier: string): string {
  return specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) visit(each, see);
  if (!isNode(value)) return;
  see(value);
  for (const child of Object.values(value)) visit(child, see);
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

const isText = (value: unknown): value is { readonly value: string } =>
  isNode(value) && value.type === "Literal" && typeof value.value === "string";

function nameOf(node: unknown): string {
  return isNode(node) && typeof node.name === "string" ? node.name : "";
}
