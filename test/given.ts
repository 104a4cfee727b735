import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, inject, onTestFinished } from "vitest";
import type { AwsCall } from "../infra/local/gateway.ts";
import { type LocalStack, startLocalStack } from "../infra/local/local-stack.ts";
import type { Assembly } from "../infra/local/synthesize.ts";
import { Inbox } from "./journeys/inbox.ts";
import { Tables } from "./journeys/tables.ts";
import { Visitor, type VisitorOptions } from "./journeys/visitor.ts";

/** The running stack with everything around it that a test looks at. */
export interface GivenStack extends LocalStack {
  readonly data: string;
  readonly tables: Tables;
  readonly inbox: Inbox;
  /** A program, from a network of its own. */
  program(options?: VisitorOptions): Visitor;
  /** A browser with its own cookies, from a network of its own. */
  browser(options?: VisitorOptions): Visitor;
  /** What the functions asked AWS since the last `gateway.clear()`; the test's own calls left out. */
  calls(): AwsCall[];
}

interface StackOptions {
  readonly assembly?: Assembly;
  readonly data?: string;
}

let networks = 0;
let people = 0;

/** Each is another /24, so that no test spends the network budget of another. The site sees the socket's address. */
function newNetwork(): string {
  networks += 1;
  return `127.${1 + (networks >> 8)}.${networks & 255}.7`;
}

function assembly(): Assembly {
  const directory = inject("assembly");
  return {
    directory,
    template: JSON.parse(readFileSync(join(directory, "Habeas.template.json"), "utf8")),
  };
}

/** At the end of the test that asks, or of the file where no test runs yet; what was asked for last comes first. */
function atTheEnd(act: () => void | Promise<void>): void {
  try {
    onTestFinished(act);
  } catch {
    afterAll(act);
  }
}

/** A data folder that is gone once the test, or the tests of the file, are over. */
function dataFolder(): string {
  const data = mkdtempSync(join(tmpdir(), "habeas-data-"));
  atTheEnd(() => rmSync(data, { recursive: true, force: true }));
  return data;
}

async function localStack(options: StackOptions = {}): Promise<GivenStack> {
  const data = options.data ?? dataFolder();
  const stack = await startLocalStack({ data, assembly: options.assembly ?? assembly() });
  atTheEnd(() => stack.stop());
  return {
    ...stack,
    data,
    tables: new Tables(stack),
    inbox: new Inbox(stack),
    program: (visitor) => new Visitor(stack.url, { from: newNetwork(), ...visitor }),
    browser: (visitor) => new Visitor(stack.url, { from: newNetwork(), browser: true, ...visitor }),
    calls: () => stack.gateway.calls.filter(({ caller }) => caller !== "operator"),
  };
}

export const given = {
  assembly,
  dataFolder,
  localStack,
  /** An address that nobody else has in this run. */
  address(name = "ann"): string {
    people += 1;
    return `${name}.${people}@example.org`;
  },
  newNetwork,
  /** What a newsletter's form asks, as JSON. */
  newsletter: (email: string) => ({ email, newsletter: true, birthDate: "1990-05-17", country: "DE" }),
  /** What most rights ask, as JSON. */
  request: (email: string, residence = "DE") => ({ email, residence }),
};
