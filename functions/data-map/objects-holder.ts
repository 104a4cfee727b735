import type { Temporal } from "temporal-polyfill";
import type { SubjectId } from "../policy/data-subject.ts";
import { Reference } from "../policy/reference.ts";
import { deleteObjects, type HeldObject, listObjects, type ObjectStore } from "../records/objects.ts";
import { DISCLOSED_AT_ONCE } from "./disclosing.ts";
import { afresh } from "./guard.ts";
import type { Description, Disclosed, ErasedPage, Guard, HeldItem, Holder, Page } from "./holder.ts";

/** A holder whose items are objects of a bucket, each under its person and its record. */
export function objectsHolder(
  store: ObjectStore,
  description: Description,
  tell: (objects: readonly HeldObject[], subject: SubjectId) => Promise<readonly Disclosed[]>,
): Holder {
  const itemOf = ({ key, receivedAt }: HeldObject): HeldItem => ({
    holder: description.name,
    key,
    record: Reference.safeParse(key.split("/")[0]).data,
    receivedAt,
    personal: true,
  });

  async function* collect(subject: SubjectId): AsyncIterable<Page> {
    let from: string | undefined;
    do {
      const { objects, next } = await listObjects(store, subject, from);
      yield { items: objects.map(itemOf), next };
      from = next;
    } while (from !== undefined);
  }

  /**
   * S3 has no condition that looks into a table. So the guard is read right before each call; a hold that is placed in
   * the milliseconds between comes too late for that page, and only for files: their record is judged once more.
   */
  async function erase(
    subject: SubjectId,
    guard: Guard,
    _now: Temporal.Instant,
    from?: string,
  ): Promise<ErasedPage> {
    const { objects, next } = await listObjects(store, subject, from);
    if (objects.length === 0) return { destroyed: 0, retained: 0, guard };
    const standing = await afresh(guard);
    const covered = objects.map(itemOf).filter(standing.covers);
    const free = covered.filter((item) => standing.judge(item).may).map(({ key }) => key);
    if (free.length > 0) await deleteObjects(store, subject, free);
    return { destroyed: free.length, retained: covered.length - free.length, next, guard: standing };
  }

  return {
    describe: () => description,
    collect,
    async disclose(subject, _reader, from) {
      const { objects, next } = await listObjects(store, subject, from, DISCLOSED_AT_ONCE);
      return { items: await tell(objects, subject), next };
    },
    erase,
  };
}
