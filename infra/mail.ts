import { Arn, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type { Settings } from "./settings.ts";

/** Send letters from the one sender of the settings; its address or its domain is the identity that SES has verified. */
export function grantSend(fn: lambda.Function, settings: Settings) {
  const { sender } = settings;
  const domain = sender.slice(sender.lastIndexOf("@") + 1);
  const resources = [sender, domain].map((resourceName) =>
    Arn.format({ service: "ses", resource: "identity", resourceName }, Stack.of(fn)),
  );
  fn.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ["ses:SendRawEmail"],
      resources,
      conditions: { StringEquals: { "ses:FromAddress": sender } },
    }),
  );
  return { SENDER: sender, REPLY_TO: settings.replyTo ?? settings.controllerEmail };
}
