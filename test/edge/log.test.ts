import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { described } from "../../functions/edge/log.ts";

const CANARY = "ann@example.org";

describe("what is said of an error", () => {
  test("is its class, its place and AWS's request id", () => {
    const error = Object.assign(new RangeError(CANARY), { $metadata: { requestId: "r-1" } });

    expect(described(error)).toEqual({
      error: "RangeError",
      at: expect.stringContaining("log.test.ts"),
      awsRequest: "r-1",
    });
  });

  test("is never its message, of however many lines and however like a stack it looks", () => {
    const looks = fc.constantFrom(
      "",
      "\n",
      "\n    at ",
      "\n at x (",
      "    at ",
      ":\n    at new ",
      "\r\n\tat ",
    );
    fc.assert(
      fc.property(looks, fc.string(), looks, (before, text, after) => {
        const error = new Error(`${text}${before}${CANARY}${after}`, { cause: new Error(CANARY) });
        expect(JSON.stringify(described(error))).not.toContain(CANARY);
      }),
      { numRuns: 500 },
    );
  });

  test("is never its message when the message was changed after the stack was taken", () => {
    const error = new Error(`at first\n    at ${CANARY}`);
    expect(error.stack).toContain(CANARY); // Only now V8 puts it together.
    error.message = "another";

    expect(described(error)).toEqual({ error: "Error", at: "" });
  });

  test("is nothing of what was thrown that is no error", () => {
    for (const thrown of [CANARY, { message: CANARY }, [CANARY], null, undefined, 7])
      expect(described(thrown)).toEqual({ error: typeof thrown });
  });

  test("is no more than five places", () => {
    const deep = (left: number): Error => (left === 0 ? new Error("x") : deep(left - 1));

    expect(described(deep(20)).at?.split(" < ")).toHaveLength(5);
  });

  test("is there without a stack too", () => {
    const error = new Error(CANARY);
    delete error.stack;

    expect(described(error)).toEqual({ error: "Error", at: "" });
  });
});
