import { RemovalPolicy, Stack } from "aws-cdk-lib";
import * as logs from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";

/**
 * The log of a capability that AWS itself writes for us. By the beginning of its name it needs no line in the one resource
 * policy that the account has for such logs: 5,120 characters, and whoever comes when it is full cannot be deployed.
 */
export function deliveredLog(capability: Construct, id: string): logs.LogGroup {
  return new logs.LogGroup(capability, id, {
    logGroupName: `/aws/vendedlogs/${Stack.of(capability).stackName}/${capability.node.id}`,
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
