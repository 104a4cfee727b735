import type { StateMachine } from "aws-local-stepfunctions";

type InterpreterEvent =
  ReturnType<StateMachine["run"]>["eventLogs"] extends AsyncGenerator<infer Event> ? Event : never;

/** One step of an execution, without any of its data. */
export interface HistoryEvent {
  /** As AWS names it, e.g. `TaskStateEntered`. */
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly state?: string;
  /** Of an event within a Map: which item it is about, from 0. */
  readonly item?: number;
  /** The name of an error; its text may hold data. */
  readonly error?: string;
}

/** @param types state name → type in the template. @returns `undefined` for what AWS has no event for */
export function toHistory(
  event: InterpreterEvent,
  types: ReadonlyMap<string, string>,
): HistoryEvent | undefined {
  const at = event.timestamp;
  switch (event.type) {
    case "ExecutionStarted":
      return { type: event.type, at };
    case "StateEntered":
    case "StateExited": {
      const { name, type } = event.state;
      return { type: `${types.get(name) ?? type}${event.type}`, at, state: name };
    }
    case "StateFailed": {
      const { name } = event.state;
      // A Choice or Fail state that fails shows in the end of the execution; a Wait that goes on has not failed.
      if (types.get(name) !== "Task") return undefined;
      const type = event.Error === "States.Timeout" ? "TaskTimedOut" : "TaskFailed";
      return { type, at, state: name, error: event.Error };
    }
    case "MapIterationStarted":
    case "MapIterationSucceeded":
    case "MapIterationFailed":
      return { type: event.type, at, state: event.parentState.name, item: event.index };
    default:
      return undefined;
  }
}

/** The event as `GetExecutionHistory` answers it. @param index where it stands, from 0 */
export function toApiEvent({ type, at, state, item, error }: HistoryEvent, index: number): object {
  const detail = type.replace(/^[A-Z]/, (first) => first.toLowerCase());
  const inState = /^[A-Z][a-z]+State(Entered|Exited)$/.exec(type)?.[1];
  const task = { resourceType: "lambda", resource: "invoke" };
  return {
    id: index + 1,
    previousEventId: index,
    timestamp: at / 1000,
    type,
    ...(inState && { [`state${inState}EventDetails`]: { name: state } }),
    ...(type.startsWith("Task") && !inState && { [`${detail}EventDetails`]: { ...task, error } }),
    ...(type.startsWith("MapIteration") && { [`${detail}EventDetails`]: { name: state, index: item } }),
    ...(type.startsWith("Execution") && error && { [`${detail}EventDetails`]: { error } }),
  };
}
