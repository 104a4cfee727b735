import { type Run, targetOf } from "../policy/run.ts";
import type { AuditedDatabase } from "../records/database.ts";
import { keyWithout } from "../records/forgetting.ts";
import * as keys from "../records/keys.ts";
import type { Parts } from "../records/transaction.ts";

/**
 * The parts of a conclusion that destroy the keys of whom nothing is left: of who asked, whose identity half goes in the
 * same transaction, and of the child that was reported. However it ends: no sweep looks at a request that is shredded.
 * @param own whether who asked has to stay. @param erased whether something of the target was erased by this request.
 */
export async function keysThatGo(
  run: Run,
  { own, erased }: { readonly own: "stays" | "goes"; readonly erased: boolean },
  database: AuditedDatabase,
): Promise<Parts<string>> {
  const { subject, request } = run;
  const target = targetOf(run);
  const child = target !== subject && erased ? await keyWithout(database, target, []) : {};
  return {
    ...(child.key === undefined ? {} : { "child's key": child.key }),
    ...(own === "stays" ? {} : await keyWithout(database, subject, [keys.request(request)])),
  };
}
