/** Operations of DynamoDB that tell what they consumed when asked. */
const METERED = /^((Batch)?(Get|Put|Update|Delete|Write)Item|Transact(Get|Write)Items|Query|Scan)$/;

interface Consumed {
  readonly CapacityUnits?: number;
}

/** A DynamoDB request that asks for its capacity, and how to read the answer as the caller expects it. */
export interface Metered {
  readonly body: Buffer;
  readAnswer(answer: Buffer): { body: Buffer; units?: number };
}

/** Asks for consumed capacity in the caller's place, and hides the figure again where the caller had not asked. */
export function meter(operation: string, body: Buffer): Metered {
  if (!METERED.test(operation)) return { body, readAnswer: (answer) => ({ body: answer }) };
  const input = JSON.parse(body.toString()) as { ReturnConsumedCapacity?: string };
  const asked = input.ReturnConsumedCapacity !== undefined && input.ReturnConsumedCapacity !== "NONE";
  return {
    body: asked ? body : Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: "TOTAL" })),
    readAnswer(answer) {
      const output = JSON.parse(answer.toString()) as { ConsumedCapacity?: Consumed | readonly Consumed[] };
      const { ConsumedCapacity: consumed, ...rest } = output;
      if (consumed === undefined) return { body: answer };
      const units = [consumed].flat().reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);
      return { body: asked ? answer : Buffer.from(JSON.stringify(rest)), units };
    },
  };
}
