import { expect, test } from "vitest";
import { makeToken, ownerOf, TaskTokens } from "../../../infra/local/task-tokens.ts";

const owner = { machine: "Machine", execution: "R-1" };

test("a token names its owner, and no two are alike", () => {
  const [one, other] = [makeToken(owner), makeToken(owner)];
  expect(ownerOf(one)).toEqual(owner);
  expect(one).not.toBe(other);
  expect(ownerOf("no token")).toBeUndefined();
});

test("a task that is silent for too long fails with States.HeartbeatTimeout", async () => {
  const tokens = new TaskTokens();
  const token = makeToken(owner);
  await expect(tokens.open(token, 0.02)).rejects.toMatchObject({ name: "States.HeartbeatTimeout" });
  expect(tokens.get(token)).toBeUndefined();
});

test("a task that gives signs of life goes on, and nobody answers it after it was closed", async () => {
  const tokens = new TaskTokens();
  const [answered, closed] = [makeToken(owner), makeToken(owner)];
  const answer = tokens.open(answered, 60);
  tokens.get(answered)?.heartbeat();
  tokens.get(answered)?.succeed({ decision: "approve" });
  expect(await answer).toEqual({ decision: "approve" });
  void tokens.open(closed);
  tokens.get(closed)?.close();
  expect(tokens.get(closed)).toBeUndefined();
});
