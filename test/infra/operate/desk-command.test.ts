import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { DeskAway } from "../../../infra/operate/ask-desk.ts";
import { runDesk } from "../../../infra/operate/desk-program.ts";
import { hear } from "../../desk/staff.ts";
import { deskAnswering } from "./desk-answering.ts";

const done = { outcome: "done", requests: [], more: false };

/** The command as npm would run it, in a process of its own. */
async function command(script: string, args: string[], env: Record<string, string> = {}) {
  const path = fileURLToPath(new URL(`../../../infra/operate/${script}.ts`, import.meta.url));
  try {
    const said = await promisify(execFile)(process.execPath, [path, ...args], {
      env: { ...process.env, ...env },
    });
    return { code: 0, ...said };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

describe("the desk's command line", () => {
  it("teaches with examples when it is asked for help", async () => {
    const { code, out } = await deskAnswering(done).desk("--help");
    expect(code).toBe(0);
    for (const word of ["list", "show", "approve", "refuse", "hold", "release", "Examples:", "--deployed"])
      expect(out).toContain(word);
  });

  it.each([
    ["an act that there is not", ["frobnicate"], "unknown command"],
    ["no act at all", [], "Usage"],
    ["a refusal without a ground", ["refuse", "7Q2M0V9K4XBD1RTP"], "--ground"],
    [
      "a hold of nobody",
      [
        "hold",
        "--scope",
        "everything",
        "--ground",
        "legal-claim",
        "--citation",
        "x",
        "--until",
        "2099-01-01",
      ],
      "name one reference",
    ],
    [
      "a hold of something odd",
      [
        "hold",
        "7Q2M0V9K4XBD1RTP",
        "--scope",
        "all",
        "of",
        "it",
        "--ground",
        "legal-claim",
        "--citation",
        "x",
        "--until",
        "2099-01-01",
      ],
      "--scope is everything",
    ],
    [
      "a ground of a hold that there is not",
      ["hold", "7Q2M0V9K4XBD1RTP", "--scope", "everything", "--ground", "whim"],
      "legal-claim, legal-duty",
    ],
    ["an option that there is not", ["list", "--all"], "unknown option"],
  ])("ends with 2 for %s, and asks nothing", async (_, args, words) => {
    const { asked, desk } = deskAnswering(done);
    const { code, err } = await desk(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    expect(asked).toEqual([]);
  });

  it("ends with 2 and says how to mend it where the desk does not understand", async () => {
    const problems = [{ field: "until", words: "must be a day, such as 2027-03-31" }];
    const { code, err } = await deskAnswering({ outcome: "misunderstood", problems }).desk("release", "x");
    expect([code, err]).toEqual([2, "until: must be a day, such as 2027-03-31"]);
  });

  it("ends with 1 where the desk refuses, as JSON too", async () => {
    const answer = { outcome: "refused", why: "nothing-waits", words: "Nothing waits." };
    expect(await deskAnswering(answer).desk("approve", "x")).toMatchObject({
      code: 1,
      err: "Nothing waits.",
    });
    const { code, out } = await deskAnswering(answer).desk("approve", "x", "--json");
    expect([code, JSON.parse(out)]).toEqual([1, answer]);
  });

  it("ends with 1 and one line where there is no desk", async () => {
    const away = async () => {
      throw new DeskAway("Nobody is there.");
    };
    const said = await hear((terminal) => runDesk(["list"], away, terminal));
    expect(said).toEqual({ code: 1, out: "", err: "Nobody is there." });
  });

  it("asks for what was typed", async () => {
    const { asked, desk } = deskAnswering({ outcome: "done", hold: { scope: "everything", citation: "AO" } });
    await desk(
      ..."hold 7Q2M --scope holder submissions --ground legal-duty --citation AO --until 2099-01-01".split(
        " ",
      ),
    );
    expect(asked).toEqual([
      {
        act: "hold",
        reference: "7Q2M",
        scope: { holder: "submissions" },
        ground: "legal-duty",
        citation: "AO",
        until: "2099-01-01",
      },
    ]);
  });

  it("says in one line that no local stack runs", async () => {
    // The gateway would be at PORT + 2: a port that was free a moment ago.
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { code, stderr } = await command("desk", ["list"], { PORT: String(port - 2) });
    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toEqual([expect.stringContaining('Start one with "npm start"')]);
  });

  it.each(["desk", "verify-audit", "verify-receipt", "replay-ledger"])(
    "%s runs as a process of its own",
    async (script) => {
      const { code, stdout } = await command(script, ["--help"]);
      expect(code).toBe(0);
      expect(stdout).toContain(`npm run ${script} --`);
    },
  );
});
