import { type AccessRequest, assertUnderstood, many, matches, type Statement } from "./policy-statement.ts";
import type { LocalTemplate, Resource } from "./template.ts";

/** Answers what IAM would: may this function do this? */
export interface Policies {
  /**
   * @param caller logical id of a function, a state machine or a schedule
   * @returns AWS's own sentence of refusal, or `undefined` when the request is allowed
   */
  refusal(caller: string, request: AccessRequest): string | undefined;
}

interface Document {
  readonly Statement: Statement | readonly Statement[];
}

/** Managed policies of AWS that a template may name by ARN, reduced to what they allow. */
const AWS_MANAGED: Readonly<Record<string, readonly string[]>> = {
  "service-role/AWSLambdaBasicExecutionRole": [
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ],
  AWSXRayDaemonWriteAccess: ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSampling*"],
};

/** Where a resource-based policy stands in the template, and which resource it guards. */
const RESOURCE_POLICIES: Readonly<Record<string, { guards?: string; document: string }>> = {
  "AWS::S3::BucketPolicy": { guards: "Bucket", document: "PolicyDocument" },
  "AWS::SecretsManager::ResourcePolicy": { guards: "SecretId", document: "ResourcePolicy" },
  "AWS::KMS::Key": { document: "KeyPolicy" },
};

/** Collects every policy of the template. @throws when a managed policy or a condition is not known here */
export function loadPolicies(template: LocalTemplate): Policies {
  const roles = new Map(
    template.ofType("AWS::IAM::Role").map((role) => [template.arnOf(role.logicalId), role]),
  );
  const identity = new Map([...roles].map(([arn, role]) => [arn, identityStatements(template, role)]));
  const guarded = resourceStatements(template);
  for (const statement of [...identity.values()].flat()) assertUnderstood(statement);
  for (const { statement } of guarded) assertUnderstood(statement);

  return {
    refusal(caller, asked) {
      // The gateway stands where TLS ends on AWS.
      const always = { "aws:securetransport": ["true"], "aws:principalaccount": [template.account] };
      const request = { ...asked, context: { ...always, ...asked.context } };
      const roleArn = roleArnOf(template.resource(caller));
      const role = roles.get(roleArn);
      const own = (identity.get(roleArn) ?? []).filter((statement) => matches(statement, request));
      const others = guarded.filter(
        ({ arn, statement }) =>
          request.resources.some((target) => target === arn || target.startsWith(`${arn}/`)) &&
          matches(statement, request),
      );
      const isNamed = ({ statement }: Guard) =>
        principals(statement).some((one) => one === "*" || one === roleArn);
      const isDelegated = ({ statement }: Guard) =>
        principals(statement).includes(`arn:aws:iam::${template.account}:root`);
      const denied = refusalSentence(template.account, role?.logicalId ?? "none", caller, request);

      if (own.some((statement) => statement.Effect === "Deny")) {
        return denied("with an explicit deny in an identity-based policy");
      }
      if (others.some((guard) => guard.statement.Effect === "Deny" && isNamed(guard))) {
        return denied("with an explicit deny in a resource-based policy");
      }
      const allows = others.filter((guard) => guard.statement.Effect === "Allow");
      if (allows.some(isNamed)) return undefined;
      const ownAllows = own.some((statement) => statement.Effect === "Allow");
      // A key obeys identity-based policies only as far as its own policy hands that over to the account.
      if (ownAllows && request.action.startsWith("kms:") && !allows.some(isDelegated)) {
        return denied(`because no resource-based policy allows the ${request.action} action`);
      }
      return ownAllows
        ? undefined
        : denied(`because no identity-based policy allows the ${request.action} action`);
    },
  };
}

/** Where a resource names the role it acts in. */
function roleArnOf({ properties }: Resource): string {
  const { Role, RoleArn, Target } = properties as {
    Role?: string;
    RoleArn?: string;
    Target?: { RoleArn?: string };
  };
  return String(Role ?? RoleArn ?? Target?.RoleArn);
}

function refusalSentence(account: string, role: string, caller: string, request: AccessRequest) {
  const user = `arn:aws:sts::${account}:assumed-role/${role}/${caller}`;
  const [resource] = request.resources;
  return (reason: string) =>
    `User: ${user} is not authorized to perform: ${request.action} on resource: ${resource} ${reason}`;
}

const statementsOf = (document: unknown) => many((document as Document | undefined)?.Statement);

function identityStatements(template: LocalTemplate, role: Resource): readonly Statement[] {
  const roleName = template.nameOf(role.logicalId);
  const inline = (role.properties.Policies ?? []) as readonly { PolicyDocument: unknown }[];
  const attached = [
    ...template.ofType("AWS::IAM::Policy"),
    ...template.ofType("AWS::IAM::ManagedPolicy"),
  ].filter((policy) => ((policy.properties.Roles ?? []) as readonly string[]).includes(roleName));
  const managed = (role.properties.ManagedPolicyArns ?? []) as readonly string[];
  return [
    ...inline.flatMap((policy) => statementsOf(policy.PolicyDocument)),
    ...attached.flatMap((policy) => statementsOf(policy.properties.PolicyDocument)),
    ...managed.flatMap((arn) => managedStatements(template, arn)),
  ];
}

function managedStatements(template: LocalTemplate, arn: string): readonly Statement[] {
  const own = template.ofType("AWS::IAM::ManagedPolicy").find((one) => template.arnOf(one.logicalId) === arn);
  if (own) return statementsOf(own.properties.PolicyDocument);
  const actions = AWS_MANAGED[arn.replace("arn:aws:iam::aws:policy/", "")];
  if (!actions) throw new Error(`managed policy ${arn} is not known to infra/local/policies.ts`);
  return [{ Effect: "Allow", Action: actions, Resource: "*" }];
}

/** A statement of a resource-based policy with the ARN of what it guards. */
interface Guard {
  readonly arn: string;
  readonly statement: Statement;
}

function resourceStatements(template: LocalTemplate): readonly Guard[] {
  return template.resources.flatMap((resource) => {
    const place = RESOURCE_POLICIES[resource.type];
    if (!place) return [];
    const guarded = place.guards && String(resource.properties[place.guards]);
    // A bucket's policy names it by name, a secret's by ARN; a key carries its policy itself.
    const arn = !guarded
      ? template.arnOf(resource.logicalId)
      : guarded.startsWith("arn:")
        ? guarded
        : `arn:aws:s3:::${guarded}`;
    return statementsOf(resource.properties[place.document]).map((statement) => ({ arn, statement }));
  });
}

/** Principals as ARNs; `*` and accounts included, services left out. */
function principals(statement: Statement): readonly string[] {
  const { Principal } = statement;
  return typeof Principal === "string" ? [Principal] : many(Principal?.AWS);
}
