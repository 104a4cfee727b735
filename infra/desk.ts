import { ArnFormat, Duration, Stack, Validations } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { DeskEnvironment } from "../functions/environment.ts";
import type { Choices } from "./choices.ts";
import type { Erasure } from "./erasure.ts";
import type { Evidence } from "./evidence.ts";
import type { Export } from "./export.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { allowObjects } from "./object-grants.ts";
import type { PublicSite } from "./public-site.ts";
import type { Retention } from "./retention.ts";
import type { Settings } from "./settings.ts";
import { siteEnvironment } from "./site-environment.ts";
import type { Stores } from "./stores.ts";

interface DeskProps {
  readonly settings: Settings;
  readonly site: PublicSite;
  readonly stores: Stores;
  readonly evidence: Evidence;
  readonly erasure: Erasure;
  readonly exporting: Export;
  readonly choices: Choices;
  readonly retention: Retention;
}

/**
 * What the organisation's staff does: decide on requests, hold data for a legal reason, check the histories, erase
 * again after a restore. No route leads here; whoever may invoke the function by IAM is the staff.
 */
export class Desk extends Construct {
  /** The name by which `npm run desk -- --deployed` finds it. */
  readonly functionName: string;

  constructor(
    scope: Construct,
    id: string,
    { settings, site, stores, evidence, erasure, exporting, choices, retention }: DeskProps,
  ) {
    super(scope, id);
    this.functionName = `${Stack.of(this).stackName}-Desk`;
    const fn = new LambdaFunction(this, "Function", {
      entry: "desk/desk.lambda.ts",
      functionName: this.functionName,
      description: "Answers the staff: open requests, decisions, legal holds, audit, replay",
      timeout: Duration.seconds(60),
      memorySize: 1024,
    });
    Validations.of(fn.role ?? fn).acknowledge({
      id: "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<ErasureMachine0397A1CF.Name>:replay-*]",
      reason:
        "Which erasures are run again is not known beforehand: it looks at replays of the one machine, no more. Shown by test/infra/grants.test.ts",
    });
    for (const { machine } of [exporting, choices]) machine.grant(fn, "states:SendTaskSuccess");
    fn.provide<DeskEnvironment>({
      CONTROLLER: siteEnvironment(settings, site).CONTROLLER,
      ...this.#grantDecide(fn, stores),
      ...this.#grantCount(fn, stores),
      ...evidence.grantReplay(fn),
      ...this.#grantDirect(fn, erasure),
      ...this.#grantNights(fn, stores, retention),
    });
  }

  /** Read open requests and their histories, note decisions and holds; open who it is where the staff asks for it. */
  #grantDecide(fn: lambda.Function, stores: Stores) {
    stores.allow(fn, stores.records, [
      "GetItem",
      "BatchGetItem",
      "ConditionCheckItem",
      "PutItem",
      "UpdateItem",
      "DeleteItem",
      "Query",
      // Whoever checks the histories asks every record whether it has one; no index leads to them.
      "Scan",
    ]);
    stores.allow(fn, stores.records, ["Query"], ["deadline", "due"]);
    stores.allow(fn, stores.audit, ["PutItem", "Query", "Scan", "BatchGetItem"]);
    stores.allow(fn, stores.fleeting, ["GetItem", "Query"]);
    stores.allow(fn, stores.keys, ["GetItem"]);
    return {
      RECORDS_TABLE: stores.records.tableName,
      FLEETING_TABLE: stores.fleeting.tableName,
      AUDIT_TABLE: stores.audit.tableName,
      ...stores.openVault(fn),
    };
  }

  /** Count a person's files, and open one that the staff has to judge; take back a copy that lies ready. */
  #grantCount(fn: lambda.Function, { attachments, exports }: Stores) {
    fn.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ["s3:ListBucket"],
        resources: [attachments.bucketArn, exports.bucketArn],
      }),
    );
    allowObjects(fn, attachments, ["s3:GetObject"]);
    allowObjects(fn, exports, ["s3:DeleteObject"]);
    return { ATTACHMENTS_BUCKET: attachments.bucketName, EXPORTS_BUCKET: exports.bucketName };
  }

  /** Tell the machine what was decided; start it again for the ledger, and see how that went. */
  #grantDirect(fn: lambda.Function, { machine }: Erasure) {
    fn.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ["states:SendTaskSuccess", "states:StartExecution"],
        resources: [machine.stateMachineArn],
      }),
    );
    fn.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ["states:DescribeExecution"],
        resources: [
          Stack.of(this).formatArn({
            service: "states",
            resource: "execution",
            resourceName: `${machine.stateMachineName}:replay-*`,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ],
      }),
    );
    return { ERASURE_MACHINE: machine.stateMachineArn };
  }

  /** See what the nights did, agree to one that waits or not; read what is left of the records that lead to nobody. */
  #grantNights(fn: lambda.Function, stores: Stores, { machine }: Retention) {
    stores.allow(fn, stores.aggregates, ["GetItem", "Query", "UpdateItem"]);
    machine.grant(fn, "states:SendTaskSuccess");
    return { AGGREGATES_TABLE: stores.aggregates.tableName };
  }
}
