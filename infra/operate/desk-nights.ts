import type { Command } from "commander";
import type { Answering } from "./answering.ts";
import { sayAggregates } from "./say-aggregates.ts";
import { sayNight, sayNights } from "./say-nights.ts";

/** What the staff does with the nights of the retention, and what it reads of what they left. */
export function nightCommands(program: Command, answering: Answering): void {
  program
    .command("sweeps")
    .argument("[night]", "its day: this one only, category by category")
    .description("the last nights of the retention: what they kept and why, and what waits for a person")
    // As many as there can be that wait.
    .option("--most <count>", "how many at most", "8")
    .action((night: string | undefined, { most }: { most: string }) =>
      answering(
        (ask) => ask({ act: "sweeps", most: Number(most), ...(night === undefined ? {} : { night }) }),
        ({ nights }) => (night === undefined ? sayNights(nights) : nights.map(sayNight).join("\n")),
      ),
    );

  for (const { act, description, done } of DECISIONS)
    program
      .command(act)
      .argument("<night>", "its day, as `desk sweeps` lists it")
      .description(description)
      .requiredOption("--manifest <hash>", "what you have looked at, as `desk sweeps` shows it")
      .action((night: string, { manifest }: { manifest: string }) =>
        answering(
          (ask) => ask({ act, night, manifest }),
          () => done,
        ),
      );

  program
    .command("aggregates")
    .description("what is left of records that lead back to nobody: counts by form, month and answer")
    .option("--form <form>", "of this one only")
    .action((options: { form?: string }) =>
      answering(
        (ask) => ask({ act: "aggregates", ...options }),
        ({ months }) => sayAggregates(months),
      ),
    );
}

const DECISIONS = [
  {
    act: "approve-sweep",
    description: "let a night that waits go on, with what its manifest names and nothing else",
    done: "Approved. What its manifest names goes, and nothing else.",
  },
  {
    act: "refuse-sweep",
    description: "end a night that waits; what is due stays, and the next night asks again",
    done: "Refused. Nothing of it goes; the next night asks again.",
  },
] as const;
