import { describe, expect, test } from "vitest";
import * as environments from "../../functions/environment.ts";
import { resource, resources, spelledOut } from "./template.ts";

const FUNCTION = "AWS::Lambda::Function";
/** Read by Node and by the C library, not by us. */
const OF_THE_PROCESS = ["NODE_OPTIONS", "MALLOC_ARENA_MAX"];

const functions = [
  { name: "Intake", environment: environments.IntakeEnvironment },
  { name: "Outbox", environment: environments.OutboxEnvironment },
  { name: "Verification", environment: environments.VerificationEnvironment },
  { name: "Download", environment: environments.DownloadEnvironment },
  { name: "FulfilmentAssess", environment: environments.AssessEnvironment },
  { name: "FulfilmentDeadlines", environment: environments.DeadlinesEnvironment },
  { name: "ErasureErase", environment: environments.EraseEnvironment },
  { name: "ExportMake", environment: environments.ExportEnvironment },
  { name: "ExportSend", environment: environments.SendEnvironment },
  { name: "FulfilmentConclude", environment: environments.ConcludeEnvironment },
  { name: "ChoicesCarryOut", environment: environments.ChoicesEnvironment },
  { name: "RetentionSweep", environment: environments.RetentionEnvironment },
  { name: "RetentionDropChains", environment: environments.DropChainsEnvironment },
  { name: "Desk", environment: environments.DeskEnvironment },
];

test("these are all the functions there are", () => {
  expect(resources(FUNCTION)).toHaveLength(functions.length);
});

describe.each(functions)("the function $name", ({ name, environment }) => {
  const { Properties } = resource(FUNCTION, name);

  test("runs on Node 24 and ARM", () => {
    expect(Properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
  });

  test("says what it does, how long it may take and how much memory it takes", () => {
    expect(String(Properties.Description)).not.toBe("");
    expect(Properties.MemorySize).toBeGreaterThanOrEqual(512);
    expect(Properties.Timeout).toBeLessThanOrEqual(900);
  });

  test("logs as JSON to a group of its own that forgets after a month", () => {
    const { LogGroup, LogFormat } = Properties.LoggingConfig as {
      LogGroup: { Ref: string };
      LogFormat: string;
    };
    const group = resource("AWS::Logs::LogGroup", LogGroup.Ref);

    expect(LogFormat).toBe("JSON");
    expect(group.Properties.RetentionInDays).toBe(30);
  });

  test("is given every variable it needs, and no other", () => {
    const given = variables(name);

    expect(environment.safeParse(resolved(given)).error?.issues ?? []).toEqual([]);
    expect(
      Object.keys(given)
        .filter((variable) => !OF_THE_PROCESS.includes(variable))
        .sort(),
    ).toEqual(Object.keys(environment.shape).sort());
  });

  test("is told no secret, only the name of one", () => {
    const secrets = Object.entries(variables(name)).filter(([variable]) => /SECRET|KEY$/.test(variable));

    for (const [, value] of secrets) expect(typeof value).toBe("object");
  });

  test("leaves no trace of who asked for what outside its log", () => {
    expect(Properties.TracingConfig).toBeUndefined();
  });
});

test("every log group says how long it keeps", () => {
  for (const { id, Properties } of resources("AWS::Logs::LogGroup"))
    expect(Properties.RetentionInDays, id).toBe(30);
});

test("a log that AWS delivers has a name that takes no room in the account's one policy for such logs", () => {
  const of = (type: string, property: string) =>
    resources(type).map(({ Properties }) => JSON.stringify(Properties[property]));
  const delivered = [
    ...of("AWS::StepFunctions::StateMachine", "LoggingConfiguration"),
    ...of("AWS::ApiGatewayV2::Stage", "AccessLogSettings"),
  ];
  const names = delivered.map((where) => {
    const group = resources("AWS::Logs::LogGroup").find(({ id }) => where.includes(`"${id}"`));
    return group?.Properties.LogGroupName;
  });

  expect(names.toSorted()).toEqual(
    ["Choices", "Erasure", "Export", "Retention", "Site"].map((name) => `/aws/vendedlogs/Habeas/${name}`),
  );
});

const calledBy = (service: string) =>
  resources("AWS::Lambda::Permission")
    .filter(({ Properties }) => Properties.Principal === `${service}.amazonaws.com`)
    .map(({ Properties }) => spelledOut(Properties.FunctionName).replace(".Arn", ""));

test("nothing that nobody waits for is lost: what the schedule calls has a dead-letter queue", () => {
  const queued = resources(FUNCTION).filter(({ Properties }) => Properties.DeadLetterConfig !== undefined);

  expect(queued.map(({ id }) => id)).toEqual(expect.arrayContaining(calledBy("events")));
});

test("what the API calls answers before the API gives up, after 30 seconds", () => {
  const answering = new Set(calledBy("apigateway"));

  expect(answering.size).toBe(3);
  for (const id of answering) expect(resource(FUNCTION, id).Properties.Timeout).toBeLessThan(30);
});

type Variables = Readonly<Record<string, NonNullable<Parameters<typeof spelledOut>[0]>>>;

function variables(name: string): Variables {
  const { Environment } = resource(FUNCTION, name).Properties as { Environment: { Variables: Variables } };
  return Environment.Variables;
}

/** As Lambda would see them: what is only known after the deployment stands for itself. */
function resolved(given: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === "string" ? value : name === "SITE_URL" ? "https://api.example.org" : spelledOut(value),
    ]),
  );
}
