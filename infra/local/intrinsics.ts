/** What the intrinsic functions of CloudFormation look up while they are resolved. */
export interface Scope {
  /** The value of `Ref`, for resources, parameters and pseudo parameters. @throws when unknown */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  /** The unresolved definition of a named condition. */
  condition(name: string): unknown;
  mapping(map: string, first: string, second: string): unknown;
}

/** What `AWS::NoValue` resolves to; the property or list entry that holds it disappears. */
export const NO_VALUE: unique symbol = Symbol("AWS::NoValue");

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const list = (value: unknown, scope: Scope): unknown[] => {
  const resolved = resolveIntrinsics(value, scope);
  if (!Array.isArray(resolved)) throw new Error(`expected a list, found ${JSON.stringify(resolved)}`);
  return resolved;
};
const isTrue = (value: unknown, scope: Scope) => resolveIntrinsics(value, scope) === true;
const operands = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.ref(String(name)),
  "Fn::GetAtt": (argument, scope) => {
    const [logicalId = "", ...attribute] = Array.isArray(argument)
      ? argument.map(String)
      : String(argument).split(".");
    return scope.attribute(logicalId, attribute.join("."));
  },
  "Fn::Join": (argument, scope) => {
    const [separator, parts] = operands(argument);
    return list(parts, scope).join(String(separator));
  },
  "Fn::Split": (argument, scope) => {
    const [separator, text] = operands(argument);
    return String(resolveIntrinsics(text, scope)).split(String(separator));
  },
  "Fn::Select": (argument, scope) => {
    const [index, from] = operands(argument);
    return list(from, scope)[Number(resolveIntrinsics(index, scope))];
  },
  "Fn::Sub": (argument, scope) => substitute(argument, scope),
  "Fn::FindInMap": (argument, scope) => {
    const [map, first, second] = list(argument, scope).map(String);
    return scope.mapping(map ?? "", first ?? "", second ?? "");
  },
  "Fn::If": (argument, scope) => {
    const [condition, whenTrue, whenFalse] = operands(argument);
    return resolveIntrinsics(isTrue({ Condition: condition }, scope) ? whenTrue : whenFalse, scope);
  },
  "Fn::Equals": (argument, scope) => {
    const [left, right] = list(argument, scope);
    return String(left) === String(right);
  },
  "Fn::And": (argument, scope) => operands(argument).every((operand) => isTrue(operand, scope)),
  "Fn::Or": (argument, scope) => operands(argument).some((operand) => isTrue(operand, scope)),
  "Fn::Not": (argument, scope) => !isTrue(operands(argument)[0], scope),
  "Fn::Base64": (argument, scope) =>
    Buffer.from(String(resolveIntrinsics(argument, scope))).toString("base64"),
};

/** Replaces every intrinsic function in a piece of a template by its value. @throws on a function this file lacks */
export function resolveIntrinsics(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((entry) => resolveIntrinsics(entry, scope)).filter((entry) => entry !== NO_VALUE);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1) {
    const [name, argument] = only;
    const intrinsic = INTRINSICS[name];
    if (intrinsic) return intrinsic(argument, scope);
    // "Condition" is a function only when it names one; in an IAM statement it holds an object.
    if (name === "Condition" && typeof argument === "string") {
      return resolveIntrinsics(scope.condition(argument), scope);
    }
    if (name.startsWith("Fn::")) throw new Error(`${name} is not supported by the local stack`);
  }
  return Object.fromEntries(
    entries
      .map(([name, entry]) => [name, resolveIntrinsics(entry, scope)] as const)
      .filter(([, entry]) => entry !== NO_VALUE),
  );
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, variables] = operands(argument);
  const own = resolveIntrinsics(variables ?? {}, scope) as Record<string, unknown>;
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(own, name)) return String(own[name]);
    const [logicalId = "", ...attribute] = name.trim().split(".");
    return String(
      attribute.length > 0 ? scope.attribute(logicalId, attribute.join(".")) : scope.ref(logicalId),
    );
  });
}
