import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface Resource {
  readonly id: string;
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Json>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** The template that all tests of a run share, as it would be deployed: nothing resolved. */
function readTemplate(): Readonly<Record<string, Omit<Resource, "id">>> {
  return JSON.parse(readFileSync(join(inject("assembly"), "Habeas.template.json"), "utf8")).Resources;
}

export function resources(type: string): Resource[] {
  return Object.entries(readTemplate()).flatMap(([id, resource]) =>
    resource.Type === type ? [{ id, ...resource }] : [],
  );
}

/** The only one of its type whose logical id begins so. */
export function resource(type: string, idPrefix = ""): Resource {
  const found = resources(type).filter(({ id }) => id.startsWith(idPrefix));
  const [only, ...others] = found;
  if (only === undefined || others.length > 0)
    throw new Error(`${found.length} resources ${type} begin with ${idPrefix}`);
  return only;
}

export interface Statement {
  readonly role: string;
  readonly actions: readonly string[];
  /** Each as one text: `StoresRecordsE2AEA79E.Arn/index/due`. */
  readonly resources: readonly string[];
  readonly effect: string;
  readonly conditions: Json | undefined;
}

/** Every statement of every role's policies. */
export function statements(): Statement[] {
  return resources("AWS::IAM::Policy").flatMap(({ Properties }) => {
    const { Roles, PolicyDocument } = Properties as unknown as {
      Roles: readonly { Ref: string }[];
      PolicyDocument: { Statement: readonly Record<string, Json>[] };
    };
    return PolicyDocument.Statement.map(({ Action, Resource, Effect, Condition }) => ({
      role: Roles.map(({ Ref }) => Ref).join(),
      actions: [Action ?? []].flat().map(String),
      resources: [Resource ?? []].flat().map(spelledOut),
      effect: String(Effect),
      conditions: Condition,
    }));
  });
}

/** An intrinsic function as the text that it stands for, references by their logical ids. */
export function spelledOut(value: Json | undefined): string {
  if (typeof value !== "object" || value === null) return String(value);
  const [[name, argument] = ["", null]] = Object.entries(value) as [string, Json][];
  const parts = [argument ?? []].flat();
  if (name === "Ref") return String(argument);
  if (name === "Fn::GetAtt") return parts.join(".");
  if (name === "Fn::Join") return ([parts[1] ?? []].flat() as Json[]).map(spelledOut).join(String(parts[0]));
  throw new Error(`not spelled out: ${JSON.stringify(value)}`);
}
