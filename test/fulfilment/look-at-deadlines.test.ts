import { Temporal } from "temporal-polyfill";
import { expect, it } from "vitest";
import { lookAtDeadlines } from "../../functions/fulfilment/look-at-deadlines.ts";
import { givenStores, newSubject, row } from "../data-map/given.ts";
import { logged } from "../logged.ts";

const stores = givenStores();
const look = (day: string) => lookAtDeadlines(stores().database, Temporal.Instant.from(`${day}T23:00:00Z`));

it("An answer is counted from three days before the law wants it until it is given", async () => {
  const open = (deadline: string) =>
    row.request(newSubject(), { status: "verified", open: "open", deadline });
  const concluded = row.request(newSubject(), { status: "completed" });
  await stores().put("records", [open("2026-12-10"), open("2026-12-12"), concluded]);
  expect(await Promise.all(["2026-12-06", "2026-12-07", "2026-12-09", "2027-02-01"].map(look))).toEqual([
    ...[0, 1, 2, 2],
  ]);
});

it("How many they are is said in the line that the alarm AnswersDue counts", async () => {
  const lines = await logged(() => look("2026-12-06"));
  expect(lines).toMatchObject([{ message: "answers are due soon", count: expect.any(Number) }]);
});
