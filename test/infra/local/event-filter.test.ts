import { describe, expect, it } from "vitest";
import { passesFilter } from "../../../infra/local/event-filter.ts";

const record = { eventName: "INSERT", dynamodb: { Keys: { sk: { S: "outbox#7" } } }, size: 5, gone: null };

describe("a record passes a filter", () => {
  it.each([
    ["no pattern at all", []],
    ["an exact value", [{ eventName: ["INSERT"] }]],
    ["one of several values", [{ eventName: ["REMOVE", "INSERT"] }]],
    ["a prefix deep inside", [{ dynamodb: { Keys: { sk: { S: [{ prefix: "outbox#" }] } } } }]],
    ["a suffix", [{ dynamodb: { Keys: { sk: { S: [{ suffix: "#7" }] } } } }]],
    ["null", [{ gone: [null] }]],
    ["anything but", [{ eventName: [{ "anything-but": ["REMOVE"] }] }]],
    ["existence", [{ size: [{ exists: true }], missing: [{ exists: false }] }]],
    ["a range", [{ size: [{ numeric: [">", 4, "<=", 5] }] }]],
    ["any case", [{ eventName: [{ "equals-ignore-case": "insert" }] }]],
    ["either branch of $or", [{ $or: [{ size: [1] }, { size: [5] }] }]],
    ["the second of two patterns", [{ size: [1] }, { size: [5] }]],
  ])("by %s", (_, patterns) => {
    expect(
      passesFilter(
        patterns.map((one) => JSON.stringify(one)),
        record,
      ),
    ).toBe(true);
  });
});

describe("a record is left out", () => {
  it.each([
    ["by another value", { eventName: ["REMOVE"] }],
    ["by another prefix", { dynamodb: { Keys: { sk: { S: [{ prefix: "note#" }] } } } }],
    ["when one of two names fails", { eventName: ["INSERT"], size: [6] }],
    ["when the name is missing", { other: { deep: ["x"] } }],
    ["when a missing value is compared", { missing: [{ "anything-but": ["x"] }] }],
    ["outside the range", { size: [{ numeric: [">", 5] }] }],
    ["when what must be missing is there", { size: [{ exists: false }] }],
  ])("%s", (_, pattern) => {
    expect(passesFilter([JSON.stringify(pattern)], record)).toBe(false);
  });
});

it("a condition this machine does not know is refused, not passed", () => {
  expect(() => passesFilter(['{"size":[{"cidr":"10.0.0.0/8"}]}'], record)).toThrow(/cidr/);
});
