import { StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";
import type { Resource } from "./template.ts";

/** What a state of a machine asks this process to do. */
export type StateWork =
  | { readonly kind: "wait" }
  /** `Resource` is the function itself: the state's input is the event, the result is what the function returned. */
  | { readonly kind: "call"; readonly functionArn: string }
  | {
      readonly kind: "invoke";
      readonly untilAnswered: boolean;
      readonly limitSeconds: number;
      readonly heartbeatSeconds?: number;
    };

export interface MachineDefinition {
  /** For the interpreter; see {@link readDefinition} for how it differs from the template's. */
  readonly runnable: StateMachineDefinition;
  /** Seconds that an execution may take. */
  readonly timeoutSeconds: number | undefined;
  readonly work: ReadonlyMap<string, StateWork>;
  /** State name → type, as in the template. */
  readonly types: ReadonlyMap<string, string>;
}

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly HeartbeatSeconds?: number;
  readonly ResultPath?: string | null;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Choices?: readonly Rule[];
  readonly Branches?: readonly Flow[];
  readonly Iterator?: Flow;
  readonly ItemProcessor?: Flow;
  readonly [field: string]: unknown;
}
interface Flow {
  readonly States: Readonly<Record<string, State>>;
  readonly TimeoutSeconds?: number;
}
interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
}
interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string | null;
}
type Rule = Readonly<Record<string, unknown>>;

/** On this machine nobody waits longer than this between two tries of a state. Wait states wait as they are. */
const LONGEST_RETRY_PAUSE_SECONDS = 1;
/** Node's timers reach no further than 2^31 milliseconds (24.8 days); a longer one would fire at once. */
const LONGEST_TIMER_SECONDS = 2_147_483;

/**
 * Reads the definition of an `AWS::StepFunctions::StateMachine` as it was synthesized. The interpreter differs from
 * AWS in some ways, so what it runs is rewritten:
 * Wait states become tasks of ours, which reach further than its timers and can be looked at from outside;
 * tasks without a time limit get the longest there is instead of its 60 seconds; `IsPresent: false` and the like,
 * which it never finds true, become `Not`; `ResultPath: "$"`, which it takes for a field's name, is left out;
 * the limit of the whole execution is ours to watch; who waits for `States.Timeout` also gets
 * `States.HeartbeatTimeout`; and pauses between tries are cut to {@link LONGEST_RETRY_PAUSE_SECONDS}.
 *
 * @throws when the definition is not valid or asks for an integration that this machine lacks
 */
export function readDefinition({ logicalId, properties }: Resource): MachineDefinition {
  const { DefinitionString, DefinitionSubstitutions = {} } = properties;
  if (typeof DefinitionString !== "string") {
    throw new Error(`${logicalId}: only a DefinitionString runs on this machine`);
  }
  const text = Object.entries(DefinitionSubstitutions as object).reduce(
    (result, [name, value]) => result.replaceAll(`\${${name}}`, String(value)),
    DefinitionString,
  );
  const flow = JSON.parse(text) as Flow;
  try {
    // Checks it against the States Language.
    new StateMachine(flow as unknown as StateMachineDefinition);
  } catch (error) {
    throw new Error(`${logicalId}: ${error instanceof Error ? error.message : error}`);
  }
  const work = new Map<string, StateWork>();
  const types = new Map<string, string>();

  const rewriteFlow = ({ TimeoutSeconds: _, ...rest }: Flow): Flow => ({
    ...rest,
    States: Object.fromEntries(
      Object.entries(rest.States).map(([name, state]) => [name, rewriteState(name, state)]),
    ),
  });
  const rewriteEach = (flow: Flow): Flow => {
    for (const [name, { Type }] of Object.entries(flow.States)) {
      // A wait that goes on is known by its state's name, which the items of a Map share.
      if (Type === "Wait") throw new Error(`${logicalId}, ${name}: a Map cannot wait on this machine`);
    }
    return rewriteFlow(flow);
  };
  const rewriteState = (name: string, state: State): State => {
    if (types.has(name)) throw new Error(`${logicalId}: two states are called ${name}`);
    types.set(name, state.Type);
    const task = state.Type === "Task" ? readTask(`${logicalId}, ${name}`, state) : undefined;
    if (task) work.set(name, task);
    if (state.Type === "Wait") {
      work.set(name, { kind: "wait" });
      return waitAsTask(state);
    }
    return {
      ...withoutWholeResultPath(state),
      ...(task && { TimeoutSeconds: limitOf(state) }),
      ...(state.Retry && { Retry: state.Retry.map(shorten) }),
      ...(state.Catch && { Catch: state.Catch.map((one) => withoutWholeResultPath(alsoHeartbeat(one))) }),
      ...(state.Choices && { Choices: state.Choices.map(rewriteRule) }),
      ...(state.Branches && { Branches: state.Branches.map(rewriteFlow) }),
      ...(state.Iterator && { Iterator: rewriteEach(state.Iterator) }),
      ...(state.ItemProcessor && { ItemProcessor: rewriteEach(state.ItemProcessor) }),
    };
  };
  const runnable = rewriteFlow(flow) as unknown as StateMachineDefinition;
  return { runnable, timeoutSeconds: flow.TimeoutSeconds, work, types };
}

const INVOKE = "arn:aws:states:::lambda:invoke";

function readTask(where: string, state: State): StateWork {
  for (const field of ["HeartbeatSecondsPath", "TimeoutSecondsPath"]) {
    if (field in state) throw new Error(`${where}: ${field} is not supported on this machine`);
  }
  const { Resource: resource = "", HeartbeatSeconds: heartbeatSeconds } = state;
  if (/^arn:aws:lambda:/.test(resource)) return { kind: "call", functionArn: resource };
  const untilAnswered = resource === `${INVOKE}.waitForTaskToken`;
  if (resource !== INVOKE && !untilAnswered) {
    throw new Error(`${where}: ${resource} does not run on this machine`);
  }
  return { kind: "invoke", untilAnswered, limitSeconds: limitOf(state), heartbeatSeconds };
}

/** So a task that nobody answers for 24.8 days, without any restart, fails with `States.Timeout` here. */
const limitOf = ({ TimeoutSeconds = LONGEST_TIMER_SECONDS }: State): number =>
  Math.min(TimeoutSeconds, LONGEST_TIMER_SECONDS);

function waitAsTask({ Seconds, Timestamp, SecondsPath, TimestampPath, ...state }: State): State {
  return {
    ...state,
    Type: "Task",
    Parameters: {
      "input.$": "$",
      ...(SecondsPath === undefined ? { seconds: Seconds } : { "seconds.$": SecondsPath }),
      ...(TimestampPath === undefined ? { timestamp: Timestamp } : { "timestamp.$": TimestampPath }),
    },
    TimeoutSeconds: LONGEST_TIMER_SECONDS,
    // The wait goes on where it was.
    Retry: [{ ErrorEquals: ["States.Timeout"], MaxAttempts: Number.MAX_SAFE_INTEGER, MaxDelaySeconds: 1 }],
  };
}

function withoutWholeResultPath<T extends { readonly ResultPath?: string | null }>(holder: T): T {
  if (holder.ResultPath !== "$") return holder;
  const { ResultPath: _, ...rest } = holder;
  return rest as T;
}

const shorten = (retrier: Retrier): Retrier => ({
  ...alsoHeartbeat(retrier),
  MaxDelaySeconds: Math.min(
    retrier.MaxDelaySeconds ?? LONGEST_RETRY_PAUSE_SECONDS,
    LONGEST_RETRY_PAUSE_SECONDS,
  ),
});

const alsoHeartbeat = <T extends { readonly ErrorEquals: readonly string[] }>(holder: T): T =>
  holder.ErrorEquals.includes("States.Timeout")
    ? { ...holder, ErrorEquals: [...holder.ErrorEquals, "States.HeartbeatTimeout"] }
    : holder;

function rewriteRule({ Next, ...rule }: Rule): Rule {
  const next = Next === undefined ? {} : { Next };
  for (const operator of ["And", "Or"]) {
    const parts = rule[operator] as readonly Rule[] | undefined;
    if (parts) return { [operator]: parts.map(rewriteRule), ...next };
  }
  if (rule.Not) return { Not: rewriteRule(rule.Not as Rule), ...next };
  const [denied] =
    Object.entries(rule).find(([name, value]) => /^Is[A-Z]/.test(name) && value === false) ?? [];
  return denied ? { Not: { ...rule, [denied]: true }, ...next } : { ...rule, ...next };
}
