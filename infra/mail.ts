import { Arn, Stack, Validations } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type { Settings } from "./settings.ts";

/**
 * Send letters from the one sender of the settings; its address or its domain is the identity that SES has verified.
 * Where that identity has a configuration set by default (the console's first steps give it one), SES asks for leave to
 * send through that too, although no letter names it.
 */
export function grantSend(fn: lambda.Function, settings: Settings) {
  const { sender } = settings;
  const domain = sender.slice(sender.lastIndexOf("@") + 1);
  const arn = (resource: string, resourceName: string) =>
    Arn.format({ service: "ses", resource, resourceName }, Stack.of(fn));
  const resources = [arn("identity", sender), arn("identity", domain), arn("configuration-set", "*")];
  fn.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ["ses:SendRawEmail"],
      resources,
      conditions: { StringEquals: { "ses:FromAddress": sender } },
    }),
  );
  Validations.of(fn.role ?? fn).acknowledge({
    id: "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:configuration-set/*]",
    reason:
      "Which set SES has for the sender is not known here, and the sender is held to one address. Shown by test/infra/grants.test.ts",
  });
  return { SENDER: sender, REPLY_TO: settings.replyTo ?? settings.controllerEmail };
}
