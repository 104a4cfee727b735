import { describe, expect, it } from "vitest";
import { deskAnswering } from "./desk-answering.ts";

describe("replay-ledger", () => {
  const started = {
    outcome: "done",
    started: [{ reference: "7Q2M0V9K4XBD1RTP", execution: "replay-1" }],
    underWay: [],
  };
  const ended = (state: object) => ({ outcome: "done", executions: [{ execution: "replay-1", ...state }] });

  it("ends with 0 when zero is left, and shows the receipt", async () => {
    const { replay } = deskAnswering(
      started,
      ended({ status: "running" }),
      ended({ status: "done", removed: 3, retained: 0, receipt: "a.b.c" }),
    );
    const { code, out } = await replay();
    expect(code).toBe(0);
    expect(out).toContain("zero left (3 had come back)");
    expect(out).toContain("receipt a.b.c");
  });

  it("says which requests the restore had taken back; they are none of the ledger's", async () => {
    const caughtUp = [
      { reference: "4K7N2B6H9XJ3QZ5T", endedAs: "refused" },
      { reference: "0V9K4XBD1RTP7Q2M" },
    ];
    const empty = { outcome: "done", started: [], underWay: [], caughtUp };
    const { code, out, err } = await deskAnswering(empty).replay();
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("4K7N-2B6H-9XJ3-QZ5T: had ended before the restore (refused), and has again");
    expect(out).toContain("0V9K-4XBD-1RTP-7Q2M: had gone on before the restore");
    expect(out).toContain("The ledger has no entry");
    expect((await deskAnswering(empty).replay("--since", "2026-12-24")).code).toBe(1);
  });

  it.each([
    ["something is kept", { status: "done", removed: 3, retained: 1, receipt: "a.b.c" }, "1 left"],
    ["an erasure failed", { status: "failed" }, "failed"],
  ])("ends with 1 when %s", async (_, state, words) => {
    const { code, err } = await deskAnswering(started, ended(state)).replay();
    expect([code, err]).toEqual([1, expect.stringContaining(words)]);
  });

  it("ends with 1 for what is not through in the time it waits", async () => {
    const { code, err } = await deskAnswering(started, ended({ status: "running" })).replay(
      "--wait",
      "0.0001",
    );
    expect([code, err]).toEqual([1, expect.stringContaining("not through yet")]);
  });

  it("goes on from page to page, and has nothing to do with an empty ledger", async () => {
    const { asked, replay } = deskAnswering(
      { ...started, next: "2026-11-22/x" },
      ended({ status: "done", removed: 0, retained: 0, receipt: "" }),
      { outcome: "done", started: [], underWay: [] },
    );
    expect((await replay("--since", "2026-11-01")).code).toBe(0);
    expect(asked.at(-1)).toEqual({ act: "replay-ledger", since: "2026-11-01", from: "2026-11-22/x" });
    expect((await deskAnswering({ outcome: "done", started: [], underWay: [] }).replay()).out).toContain(
      "no entry",
    );
  });

  it("ends with 1 where there is no entry since the day that was named: a mistyped year is no finished drill", async () => {
    const empty = deskAnswering({ outcome: "done", started: [], underWay: [] });
    expect(await empty.replay("--since", "2027-01-01")).toEqual({
      code: 1,
      out: "",
      err: expect.stringContaining("no entry since 2027-01-01"),
    });
    expect((await empty.replay("--since", "2027-01-01", "--json")).code).toBe(1);
    expect(await empty.replay()).toMatchObject({ code: 0, out: expect.stringContaining("no entry") });
  });
});
