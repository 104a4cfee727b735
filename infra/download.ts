import { Duration } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { DownloadEnvironment } from "../functions/environment.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { allowObjects } from "./object-grants.ts";
import type { PublicSite } from "./public-site.ts";
import type { Settings } from "./settings.ts";
import { siteEnvironment } from "./site-environment.ts";
import type { Stores } from "./stores.ts";

interface DownloadProps {
  readonly settings: Settings;
  readonly site: PublicSite;
  readonly stores: Stores;
}

/** Hands a copy out to its person, after a code of a new letter, and erases it when they say so. */
export class Download extends Construct {
  constructor(scope: Construct, id: string, { settings, site, stores }: DownloadProps) {
    super(scope, id);
    const fn = new LambdaFunction(this, "Function", {
      entry: "export/download.lambda.ts",
      description: "Hands people the copy of their data, after a code from a new letter",
      timeout: Duration.seconds(20),
      memorySize: 1024,
    });
    fn.provide<DownloadEnvironment>({
      ...this.#grantHandOut(fn, stores),
      ...siteEnvironment(settings, site),
    });
    site.serve(fn, ["GET /request/download", "POST /request/download", "POST /request/download/erase"]);
  }

  /**
   * Show a session its request; ask for a code, judge it, write down what was handed out. Of all functions that people
   * reach this one alone may read the copies: its links lend out that right.
   */
  #grantHandOut(fn: lambda.Function, stores: Stores) {
    stores.allow(fn, stores.records, ["GetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"]);
    stores.allow(fn, stores.fleeting, ["GetItem", "UpdateItem"]);
    stores.allow(fn, stores.audit, ["PutItem"]);
    // Without ListBucket S3 answers 403, not 404, for what is gone.
    fn.addToRolePolicy(
      new iam.PolicyStatement({ actions: ["s3:ListBucket"], resources: [stores.exports.bucketArn] }),
    );
    allowObjects(fn, stores.exports, ["s3:GetObject", "s3:DeleteObject"]);
    return {
      RECORDS_TABLE: stores.records.tableName,
      FLEETING_TABLE: stores.fleeting.tableName,
      AUDIT_TABLE: stores.audit.tableName,
      EXPORTS_BUCKET: stores.exports.bucketName,
      ...stores.openVault(fn),
    };
  }
}
