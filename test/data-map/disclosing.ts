import { expect } from "vitest";
import type { Disclosed, Reader } from "../../functions/data-map/holder.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import type { Stores } from "./given.ts";

/** All that a holder tells of a person, page by page. */
export async function disclosed(
  stores: Stores,
  name: string,
  subject: SubjectId,
  reader: Reader,
): Promise<Disclosed[]> {
  const items: Disclosed[] = [];
  let from: string | undefined;
  do {
    const page = await stores.holder(name).disclose(subject, reader, from);
    expect(page.items.length).toBeLessThanOrEqual(100);
    items.push(...page.items);
    from = page.next;
  } while (from !== undefined);
  return items;
}
