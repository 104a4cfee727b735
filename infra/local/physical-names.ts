/** Where a template is deployed to: all that an ARN needs besides the resource itself. */
export interface Place {
  readonly region: string;
  readonly account: string;
  readonly urlSuffix: string;
  readonly siteUrl?: string;
}

interface Naming {
  /** The property that gives the resource a name of the author's choice. */
  readonly nameProperty?: string;
  readonly arn?: (place: Place, name: string) => string;
  /** What `Ref` gives, where it is not the name. */
  readonly ref?: (place: Place, name: string) => string;
  readonly attributes?: Readonly<Record<string, (place: Place, name: string) => string>>;
}

const arnIn = (service: string, path: string) => (place: Place, name: string) =>
  `arn:aws:${service}:${place.region}:${place.account}:${path}${name}`;
const iamArn = (path: string) => (place: Place, name: string) =>
  `arn:aws:iam::${place.account}:${path}${name}`;
const queueUrl = (place: Place, name: string) =>
  `https://sqs.${place.region}.${place.urlSuffix}/${place.account}/${name}`;
/** The address that AWS would give an HTTP API, and that `Ref` of the API is a part of. */
export const executeApiUrl = (place: Place, name: string) =>
  `https://${name}.execute-api.${place.region}.${place.urlSuffix}`;

const tableArn = arnIn("dynamodb", "table/");
// DynamoDB Local dates its stream labels; nothing in the template may depend on them.
const table: Naming = {
  nameProperty: "TableName",
  arn: tableArn,
  attributes: { StreamArn: (place, name) => `${tableArn(place, name)}/stream/local` },
};
// Secrets Manager ends every ARN with six random characters; ours are fixed so that data survive a restart.
const secretArn = (place: Place, name: string) => `${arnIn("secretsmanager", "secret:")(place, name)}-hablcl`;

const NAMINGS: Readonly<Record<string, Naming>> = {
  "AWS::DynamoDB::Table": table,
  "AWS::DynamoDB::GlobalTable": table,
  "AWS::S3::Bucket": {
    nameProperty: "BucketName",
    arn: (_, name) => `arn:aws:s3:::${name}`,
    attributes: {
      DomainName: (_, name) => `${name}.s3.amazonaws.com`,
      RegionalDomainName: (place, name) => `${name}.s3.${place.region}.${place.urlSuffix}`,
    },
  },
  "AWS::KMS::Key": { arn: arnIn("kms", "key/"), attributes: { KeyId: (_, name) => name } },
  "AWS::KMS::Alias": { nameProperty: "AliasName", arn: arnIn("kms", "") },
  "AWS::SecretsManager::Secret": {
    nameProperty: "Name",
    arn: secretArn,
    ref: secretArn,
    attributes: { Id: secretArn },
  },
  "AWS::Lambda::Function": { nameProperty: "FunctionName", arn: arnIn("lambda", "function:") },
  "AWS::IAM::Role": { nameProperty: "RoleName", arn: iamArn("role/") },
  "AWS::IAM::ManagedPolicy": {
    nameProperty: "ManagedPolicyName",
    arn: iamArn("policy/"),
    ref: iamArn("policy/"),
    attributes: { PolicyArn: iamArn("policy/") },
  },
  "AWS::SQS::Queue": {
    nameProperty: "QueueName",
    arn: arnIn("sqs", ""),
    ref: queueUrl,
    attributes: { QueueName: (_, name) => name, QueueUrl: queueUrl },
  },
  "AWS::SNS::Topic": {
    nameProperty: "TopicName",
    arn: arnIn("sns", ""),
    ref: arnIn("sns", ""),
    attributes: { TopicArn: arnIn("sns", ""), TopicName: (_, name) => name },
  },
  "AWS::StepFunctions::StateMachine": {
    nameProperty: "StateMachineName",
    arn: arnIn("states", "stateMachine:"),
    ref: arnIn("states", "stateMachine:"),
    attributes: { Name: (_, name) => name },
  },
  "AWS::Logs::LogGroup": {
    nameProperty: "LogGroupName",
    arn: (place, name) => `${arnIn("logs", "log-group:")(place, name)}:*`,
  },
  "AWS::Events::Rule": { nameProperty: "Name", arn: arnIn("events", "rule/") },
  "AWS::Scheduler::Schedule": { nameProperty: "Name", arn: arnIn("scheduler", "schedule/default/") },
  "AWS::CloudWatch::Alarm": { nameProperty: "AlarmName", arn: arnIn("cloudwatch", "alarm:") },
  "AWS::SES::EmailIdentity": { nameProperty: "EmailIdentity", arn: arnIn("ses", "identity/") },
  "AWS::SES::ConfigurationSet": { nameProperty: "Name", arn: arnIn("ses", "configuration-set/") },
  // Its `Name` is a display name; `Ref` is an id that AWS generates.
  "AWS::ApiGatewayV2::Api": {
    arn: arnIn("apigateway", "/apis/"),
    attributes: {
      ApiEndpoint: (place, name) => place.siteUrl ?? executeApiUrl(place, name),
      ApiId: (_, name) => name,
    },
  },
  "AWS::ApiGatewayV2::Stage": { nameProperty: "StageName" },
};

/** The property that may name a resource of this type, if there is one. */
export function namePropertyOf(type: string): string | undefined {
  return NAMINGS[type]?.nameProperty;
}

/** The name a resource gets that its author did not name: its logical id, made legal where AWS is stricter. */
export function generatedName(type: string, logicalId: string): string {
  return type === "AWS::S3::Bucket" ? logicalId.toLowerCase().slice(0, 63) : logicalId;
}

export function refOf(type: string, place: Place, name: string): string {
  return NAMINGS[type]?.ref?.(place, name) ?? name;
}

export function arnOf(type: string, place: Place, name: string): string {
  const service = type.split("::")[1]?.toLowerCase() ?? "";
  return (NAMINGS[type]?.arn ?? arnIn(service, ""))(place, name);
}

/** @throws when this machine does not know the attribute */
export function attributeOf(type: string, place: Place, name: string, attribute: string): string {
  const known = NAMINGS[type]?.attributes?.[attribute];
  if (known) return known(place, name);
  if (attribute === "Arn") return arnOf(type, place, name);
  throw new Error(`${type} has no attribute ${attribute} on this machine; see infra/local/physical-names.ts`);
}
