/** The facts of one request that the conditions of a policy may ask about: key → values, keys in lower case. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/** One thing a caller wants to do, as IAM sees it. */
export interface AccessRequest {
  /** e.g. `dynamodb:PutItem` */
  readonly action: string;
  /** ARNs that name the same target; a policy that matches one of them matches the request. */
  readonly resources: readonly string[];
  readonly context: RequestContext;
}

type OneOrMany<T> = T | readonly T[];

/** A statement of an IAM policy document. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Principal?: string | Readonly<Record<string, OneOrMany<string>>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<unknown>>>>>;
}

export const many = <T>(value: OneOrMany<T> | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

/** @throws on a condition operator that this file lacks; better at the start than in the middle of a request */
export function assertUnderstood(statement: Statement): void {
  for (const operator of Object.keys(statement.Condition ?? {})) holds(operator, undefined, []);
}

/** Does the statement speak about this request? Its effect and its principal are the caller's business. */
export function matches(statement: Statement, request: AccessRequest): boolean {
  const action = (pattern: string) => like(pattern.toLowerCase(), request.action.toLowerCase());
  const resource = (pattern: string) => request.resources.some((arn) => like(pattern, arn));
  return (
    (statement.NotAction ? !many(statement.NotAction).some(action) : many(statement.Action).some(action)) &&
    (statement.NotResource
      ? !many(statement.NotResource).some(resource)
      : many(statement.Resource).some(resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) =>
        holds(operator, request.context[key.toLowerCase()], many(wanted).map(String)),
      ),
    )
  );
}

/** `*` stands for any run of characters, `?` for one. */
function like(pattern: string, text: string): boolean {
  if (pattern === text || pattern === "*") return true;
  if (!/[*?]/.test(pattern)) return false;
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

type Comparison = (wanted: string, actual: string) => boolean;
const equal: Comparison = (wanted, actual) => wanted === actual;
const equalIgnoringCase: Comparison = (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase();

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: equal,
  StringEqualsIgnoreCase: equalIgnoringCase,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: equalIgnoringCase,
  NumericEquals: (wanted, actual) => Number(actual) === Number(wanted),
  NumericLessThan: (wanted, actual) => Number(actual) < Number(wanted),
  NumericLessThanEquals: (wanted, actual) => Number(actual) <= Number(wanted),
  NumericGreaterThan: (wanted, actual) => Number(actual) > Number(wanted),
  NumericGreaterThanEquals: (wanted, actual) => Number(actual) >= Number(wanted),
};
/** Each negative operator, and the one it denies. */
const NEGATIVES: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
  NumericNotEquals: "NumericEquals",
};

function holds(operator: string, actual: readonly string[] | undefined, wanted: readonly string[]): boolean {
  const [, quantifier, name = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === "Null") return wanted.includes(String(actual === undefined));
  const negated = NEGATIVES[name];
  const compare = COMPARISONS[negated ?? name];
  // A condition that is not understood must never be taken as met.
  if (!compare) throw new Error(`condition operator ${operator} is not supported by the local stack`);
  const one = (value: string) => wanted.some((pattern) => compare(pattern, value)) !== Boolean(negated);
  // As IAM has it: a missing key meets ForAllValues, …IfExists and the negative operators, and nothing else.
  if (actual === undefined) {
    return quantifier === "ForAllValues" || Boolean(ifExists) || (Boolean(negated) && !quantifier);
  }
  return quantifier === "ForAllValues" ? actual.every(one) : actual.some(one);
}
