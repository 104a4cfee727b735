import type { AwsCall } from "../../infra/local/gateway.ts";
import type { Statement } from "../../infra/local/policy-statement.ts";
import type { LocalTemplate } from "../../infra/local/template.ts";

/** One statement of one function's role. */
export interface Grant {
  /** Logical id of the policy, and the place of the statement in it. */
  readonly policy: string;
  readonly index: number;
  /** Logical id of the function. */
  readonly caller: string;
  readonly actions: readonly string[];
  /** ARNs, as the template resolves them. */
  readonly resources: readonly string[];
}

type Policy = {
  readonly Roles: readonly string[];
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
};

/** What the template grants its functions, statement by statement. */
export function grantsOf(template: LocalTemplate): readonly Grant[] {
  const callers = new Map(
    template
      .ofType("AWS::Lambda::Function")
      .map(({ logicalId, properties }) => [String(properties.Role), logicalId]),
  );
  const roles = new Map(
    template
      .ofType("AWS::IAM::Role")
      .map(({ logicalId }) => [template.nameOf(logicalId), template.arnOf(logicalId)]),
  );
  return template.ofType("AWS::IAM::Policy").flatMap(({ logicalId: policy, properties }) => {
    const { Roles, PolicyDocument } = properties as unknown as Policy;
    const caller = callers.get(roles.get(Roles[0] ?? "") ?? "");
    if (caller === undefined) return [];
    return PolicyDocument.Statement.map(({ Action, Resource }, index) => ({
      ...{ policy, index, caller },
      actions: [Action ?? []].flat(),
      resources: [Resource ?? []].flat(),
    }));
  });
}

/** What no call of a function ever asks of the gateway, and why it is granted all the same. */
export const unseen: Readonly<Record<string, string>> = {
  "logs:CreateLogStream": "the function's log, written by Lambda under the function's role",
  "logs:PutLogEvents": "the function's log, written by Lambda under the function's role",
  "dynamodb:DescribeStream": "the stream mapping polls under the function's role",
  "dynamodb:GetRecords": "the stream mapping polls under the function's role",
  "dynamodb:GetShardIterator": "the stream mapping polls under the function's role",
  "dynamodb:ListStreams": "the stream mapping polls under the function's role",
  "sqs:SendMessage": "the stream mapping writes to the dead-letter queue under the function's role",
  "sqs:GetQueueAttributes": "the CDK grants it along with SendMessage",
  "sqs:GetQueueUrl": "the CDK grants it along with SendMessage",
  "kms:DescribeKey": "DynamoDB asks for it when it opens a table's key",
  "kms:Encrypt": "asked by DynamoDB and S3 on AWS when they write; the gateway asks for Decrypt alone",
  "kms:GenerateDataKey": "asked by DynamoDB and S3 on AWS when they write",
};

/**
 * What of these grants no call has used, and nothing explains: `caller action resource` each.
 * @param also what else is not seen, with its reason
 */
export function spareOf(
  grants: readonly Grant[],
  calls: readonly AwsCall[],
  also: Readonly<Record<string, string>> = {},
): string[] {
  const isUsed = (caller: string, action: string, pattern: string) =>
    calls.some(
      (call) =>
        call.caller === caller &&
        call.permissions.includes(action) &&
        call.resources.some((arn) => covers(pattern, arn)),
    );
  return grants.flatMap(({ caller, actions, resources }) =>
    actions
      .filter((action) => !(action in unseen || action in also))
      .flatMap((action) =>
        resources
          .filter((pattern) => !isUsed(caller, action, pattern))
          .map((pattern) => `${caller} ${action} ${pattern}`),
      ),
  );
}

/** A call that sends mail is written down with the domain of the sender, which its address stands for. */
function covers(pattern: string, arn: string): boolean {
  if (pattern.endsWith("*")) return arn.startsWith(pattern.slice(0, -1));
  return arn === pattern || arn === pattern.replace(/:identity\/.*@/, ":identity/");
}
