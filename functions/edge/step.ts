import type * as z from "zod";
import { described, log } from "./log.ts";
import { isPassing } from "./passing.ts";

/**
 * An error as a state machine may see it: its name, which Retry and Catch go by, and nothing else. What an SDK or a
 * schema says in a message may quote what came in, and the history of an execution lives 90 days.
 */
class StepFailed extends Error {
  constructor(name: string) {
    super();
    this.name = name;
    this.stack = name;
  }
}

/** A step of a state machine: parses what it is called with, acts, and answers. */
export function step<Schema extends z.ZodType, Output>(
  schema: Schema,
  act: (input: z.output<Schema>, remaining: () => number) => Promise<Output>,
) {
  return async (event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<Output> => {
    try {
      return await act(schema.parse(event), () => context.getRemainingTimeInMillis());
    } catch (error) {
      log.error("step failed", described(error));
      if (isPassing(error)) throw new StepFailed("TryAgain");
      throw new StepFailed(error instanceof Error ? error.name : "Unknown");
    }
  };
}
