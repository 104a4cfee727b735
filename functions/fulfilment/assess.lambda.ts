import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { step } from "../edge/step.ts";
import { AssessEnvironment, readEnvironment } from "../environment.ts";
import { Run } from "../policy/run.ts";
import { openAudited } from "../records/database.ts";
import { vaultOf } from "../records/vault-key.ts";
import { assess } from "./assess.ts";
import type { Assessor } from "./assessor.ts";
import { awaitPerson } from "./await-person.ts";

const environment = readEnvironment(AssessEnvironment, process.env);
const assessor: Assessor = {
  database: openAudited(environment),
  vault: vaultOf(environment.VAULT_KEY_SECRET),
  portabilityHosts: environment.PORTABILITY_HOSTS,
  now: () => Temporal.Now.instant(),
};

const Input = z.discriminatedUnion("step", [
  z.object({ step: z.literal("assess"), run: Run }),
  z.object({
    ...{ step: z.literal("await-person"), run: Run, token: z.string(), reason: z.string() },
    failed: z.boolean().optional(),
    disclosure: z.boolean().optional(),
  }),
]);

export const handler = step(Input, async (input) => {
  if (input.step === "assess") return await assess(input.run, assessor);
  const { step: _, run, ...waiting } = input;
  await awaitPerson(run, waiting, assessor);
  return undefined;
});
