import { type AwsAnswer, jsonAnswer, jsonError } from "./aws-answer.ts";
import { toApiEvent } from "./execution-history.ts";
import type { ExecutionRecord } from "./execution-store.ts";
import { executionArn, type StateMachines } from "./state-machines.ts";
import { executionByArn, machineByArn, type StatesInput } from "./states-request.ts";
import { digestOf, ownerOf } from "./task-tokens.ts";
import type { LocalTemplate } from "./template.ts";

type Operation = (
  machines: StateMachines,
  template: LocalTemplate,
  input: StatesInput,
) => AwsAnswer | Promise<AwsAnswer>;

/** Characters, as AWS counts the input, the output and the cause of an execution. */
const LONGEST_DATA = 262_144;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  StartExecution: start,
  DescribeExecution: onExecution((record, template) => {
    const { input, output, error, cause } = record;
    const data = { input, inputDetails: { included: true }, output, error, cause };
    return jsonAnswer({ ...outline(record, template), ...data });
  }),
  async StopExecution(machines, template, input) {
    const record = find(machines, template, input.executionArn);
    if (!record) return noExecution(input.executionArn);
    await machines.abort(record, input.error, input.cause);
    return jsonAnswer({ stopDate: seconds(record.stoppedAt ?? Date.now()) });
  },
  GetExecutionHistory: onExecution(({ history }, _, { reverseOrder, maxResults = 1000, nextToken = "0" }) => {
    const events = history.map(toApiEvent);
    return jsonAnswer(page("events", reverseOrder ? events.reverse() : events, maxResults, nextToken));
  }),
  ListExecutions(machines, template, { stateMachineArn, statusFilter, maxResults = 100, nextToken = "0" }) {
    const machine = machineByArn(template, stateMachineArn);
    if (!machine) return noMachine(stateMachineArn);
    const executions = machines.store
      .all()
      .filter((one) => one.machine === machine && (!statusFilter || one.status === statusFilter))
      .map((one) => outline(one, template));
    return jsonAnswer(page("executions", executions, maxResults, nextToken));
  },
  SendTaskSuccess: onTask((task, { output = "" }) => {
    if (!isJson(output)) return jsonError("InvalidOutput", `Invalid Output: '${output.slice(0, 100)}'`);
    task.succeed(JSON.parse(output));
    return jsonAnswer({});
  }),
  SendTaskFailure: onTask((task, { error = "States.TaskFailed", cause = "" }) => {
    task.fail(Object.assign(new Error(cause), { name: error }));
    return jsonAnswer({});
  }),
  SendTaskHeartbeat: onTask((task) => {
    task.heartbeat();
    return jsonAnswer({});
  }),
};

/** The API of Step Functions, over the state machines of the template. */
export async function answerStates(
  machines: StateMachines,
  template: LocalTemplate,
  operation: string,
  input: StatesInput,
): Promise<AwsAnswer> {
  const perform = OPERATIONS[operation];
  return perform
    ? await perform(machines, template, input)
    : jsonError("UnknownOperationException", `the local stack has no states:${operation}`);
}

function start(machines: StateMachines, template: LocalTemplate, asked: StatesInput): AwsAnswer {
  const { stateMachineArn, name, input = "{}" } = asked;
  const machine = machineByArn(template, stateMachineArn);
  if (!machine) return noMachine(stateMachineArn);
  if (name !== undefined && !isName(name)) return jsonError("InvalidName", `Invalid Name: '${name}'`);
  if (input.length > LONGEST_DATA) {
    return jsonError(
      "ValidationException",
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_DATA}`,
    );
  }
  if (!isJson(input)) {
    return jsonError("InvalidExecutionInput", "Invalid State Machine Execution Input: it is not JSON");
  }
  const present = name === undefined ? undefined : machines.store.get(machine, name);
  if (present && (present.status !== "RUNNING" || present.input !== input)) {
    return jsonError(
      "ExecutionAlreadyExists",
      `Execution Already Exists: '${executionArn(template, present)}'`,
    );
  }
  const record = present ?? machines.start(machine, name, input);
  return jsonAnswer({ executionArn: executionArn(template, record), startDate: seconds(record.startedAt) });
}

/** As AWS forbids them in names: white space, brackets, wildcards, control characters and the rest of its list. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS forbids them in names.
const isName = (name: string) => /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/.test(name);

const find = (machines: StateMachines, template: LocalTemplate, arn?: string) => {
  const one = executionByArn(template, arn);
  return one && machines.store.get(one.machine, one.name);
};

function onExecution(
  act: (record: ExecutionRecord, template: LocalTemplate, input: StatesInput) => AwsAnswer,
): Operation {
  return (machines, template, input) => {
    const record = find(machines, template, input.executionArn);
    return record ? act(record, template, input) : noExecution(input.executionArn);
  };
}

type OpenTask = NonNullable<ReturnType<StateMachines["tokens"]["get"]>>;

function onTask(act: (task: OpenTask, input: StatesInput) => AwsAnswer): Operation {
  return (machines, _, input) => {
    const { taskToken = "" } = input;
    const task = machines.tokens.get(taskToken);
    if (task) return act(task, input);
    const owner = ownerOf(taskToken);
    if (!owner) return jsonError("InvalidToken", `Invalid Token: '${taskToken}'`);
    const record = machines.store.get(owner.machine, owner.execution);
    return record?.tokens.includes(digestOf(taskToken))
      ? jsonError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
      : jsonError("TaskDoesNotExist", "Task does not exist");
  };
}

function outline(record: ExecutionRecord, template: LocalTemplate) {
  const { machine, name, status, startedAt, stoppedAt } = record;
  return {
    executionArn: executionArn(template, record),
    stateMachineArn: template.arnOf(machine),
    name,
    status,
    startDate: seconds(startedAt),
    stopDate: stoppedAt === undefined ? undefined : seconds(stoppedAt),
    redriveCount: 0,
  };
}

function page(list: string, items: readonly object[], maxResults: number, nextToken: string): object {
  const from = Number(nextToken);
  const to = from + (maxResults || items.length);
  return { [list]: items.slice(from, to), nextToken: to < items.length ? String(to) : undefined };
}

const seconds = (milliseconds: number) => milliseconds / 1000;
const noMachine = (arn = "") =>
  jsonError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
const noExecution = (arn = "") => jsonError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
