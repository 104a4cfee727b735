import type { _Record, AttributeValue } from "@aws-sdk/client-dynamodb-streams";

/** One record of a stream as Lambda hands it to a function. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly dynamodb: { readonly SequenceNumber: string; readonly [member: string]: unknown };
  readonly [member: string]: unknown;
}

/** @param sourceArn the stream's ARN in the template */
export function toStreamRecord(record: _Record, region: string, sourceArn: string): StreamRecord {
  const {
    Keys,
    NewImage,
    OldImage,
    ApproximateCreationDateTime,
    SequenceNumber = "",
    ...rest
  } = record.dynamodb ?? {};
  const images = Object.entries({ Keys, NewImage, OldImage }).flatMap(([name, image]) =>
    image === undefined ? [] : [[name, toJson(image)]],
  );
  return {
    eventID: record.eventID ?? "",
    eventName: record.eventName ?? "",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: (ApproximateCreationDateTime?.getTime() ?? 0) / 1000,
      ...Object.fromEntries(images),
      SequenceNumber,
      SizeBytes: rest.SizeBytes,
      StreamViewType: rest.StreamViewType,
    },
    eventSourceARN: sourceArn,
    // What TTL removed says so; functions tell it from what a person removed.
    ...(record.userIdentity
      ? { userIdentity: { type: record.userIdentity.Type, principalId: record.userIdentity.PrincipalId } }
      : {}),
  };
}

/** The SDK gives bytes where the event carries base64. */
function toJson(image: Record<string, AttributeValue>): unknown {
  return JSON.parse(
    JSON.stringify(image, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
    ),
  );
}
