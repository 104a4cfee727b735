import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import { described, log } from "./log.ts";

const StreamRecord = z.object({
  dynamodb: z.object({
    SequenceNumber: z.string(),
    Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }),
  }),
});

/**
 * Hands the keys of a batch over one by one, in order. The first that fails ends it: a stream is tried again from
 * there, and those behind it must not overtake it (Lambda, ReportBatchItemFailures).
 */
export async function eachInStream(
  event: DynamoDBStreamEvent,
  act: (key: { readonly pk: string; readonly sk: string }) => Promise<void>,
): Promise<DynamoDBBatchResponse> {
  for (const record of event.Records) {
    const { SequenceNumber, Keys } = StreamRecord.parse(record).dynamodb;
    try {
      await act({ pk: Keys.pk.S, sk: Keys.sk.S });
    } catch (error) {
      log.warn("stream entry failed", described(error));
      return { batchItemFailures: [{ itemIdentifier: SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}
