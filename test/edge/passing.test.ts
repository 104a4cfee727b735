import { expect, test } from "vitest";
import { isPassing } from "../../functions/edge/passing.ts";

const named = (name: string, httpStatusCode = 400) =>
  Object.assign(new Error("ann@example.org"), { name, $metadata: { httpStatusCode } });

test.each([
  ["ThrottlingException", 400],
  ["TransactionCanceledException", 400],
  ["SlowDown", 503],
  ["Unknown", 500],
  // Two writes of one object met, as when a step is run again whose first run still goes on: S3 asks for one more try.
  ["ConditionalRequestConflict", 409],
  ["OperationAborted", 409],
])("%s passes by itself", (name, status) => {
  expect(isPassing(named(name, status))).toBe(true);
});

test.each(["AccessDenied", "PreconditionFailed", "NoSuchKey", "ValidationException"])(
  "%s does not",
  (name) => {
    expect(isPassing(named(name))).toBe(false);
  },
);
