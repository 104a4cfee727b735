import { expect, it } from "vitest";
import { paceOf, Throttle } from "../../../infra/local/throttle.ts";

const stage = {
  DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 3 },
  RouteSettings: { "POST /verify": { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 } },
};

it("a route's own settings come before the stage's, and the account's hold where neither says anything", () => {
  expect(paceOf("POST /verify", stage)).toEqual({ rate: 1, burst: 1 });
  expect(paceOf("GET /", stage)).toEqual({ rate: 10, burst: 3 });
  expect(paceOf("GET /", {})).toEqual({ rate: 10_000, burst: 5_000 });
});

it("a burst is let through at once, and after it one request per token", () => {
  const throttle = new Throttle(stage);
  const at = (now: number) => throttle.admits("GET /", now);
  expect([at(0), at(0), at(0), at(0)]).toEqual([true, true, true, false]);
  expect([at(99), at(100), at(100)]).toEqual([false, true, false]);
  // However long nobody came, no more than the burst is saved up.
  expect([at(1e6), at(1e6), at(1e6), at(1e6)]).toEqual([true, true, true, false]);
});

it("one route's crowd does not hold up another", () => {
  const throttle = new Throttle(stage);
  expect(throttle.admits("POST /verify", 0)).toBe(true);
  expect(throttle.admits("POST /verify", 0)).toBe(false);
  expect(throttle.admits("GET /", 0)).toBe(true);
});
