import type { SubjectId } from "../policy/data-subject.ts";
import { Reference } from "../policy/reference.ts";
import { type AttachmentFacts, attachmentFacts } from "../records/attachment-facts.ts";
import { attachmentKey, getAttachment } from "../records/attachments.ts";
import type { Database } from "../records/database.ts";
import type { HeldObject, ObjectStore } from "../records/objects.ts";
import { recordFieldsOf } from "./disclosing.ts";
import type { Disclosed, Holder } from "./holder.ts";
import { objectsHolder } from "./objects-holder.ts";
import { StrayRow, strayFate } from "./stray-fate.ts";
import { sweepsRows } from "./sweeping.ts";

const NAME = "attachments";

/** Files that came with a form, sealed. The row of the form says what kind they are, and they go with it. */
export function attachments(store: ObjectStore, database: Database): Holder {
  const description = {
    name: NAME,
    title: "the files you sent with our forms",
    place: "bucket Attachments",
    outbound: false,
  };
  const tell = async (objects: readonly HeldObject[], subject: SubjectId): Promise<readonly Disclosed[]> => {
    const references = objects.flatMap(({ key }) => placeIn(key)?.reference ?? []);
    const facts = await attachmentFacts(database, subject, references);
    return objects.map((object) => told(object, facts.get(object.key)));
  };
  return {
    ...objectsHolder(store, description, tell),
    async file(subject, { dataKey }, key) {
      const place = placeIn(key);
      if (dataKey === undefined || place === undefined) return undefined;
      const whole = attachmentKey(subject, place.reference, place.field);
      return await getAttachment(store, whole, { dataKey, ...place });
    },
    // Only those whose row was never written have one of their own.
    due: sweepsRows({
      ...{ name: NAME, prefix: "file#", row: StrayRow, fate: strayFate(store) },
      item: ({ reference, receivedAt }) => ({ record: reference, receivedAt, personal: true }),
    }),
  };
}

/** A file whose form is gone is still held, and told. */
function told({ key, receivedAt, bytes }: HeldObject, facts: AttachmentFacts | undefined): Disclosed {
  const place = placeIn(key);
  const file = {
    key,
    mediaType: facts?.mediaType ?? "application/octet-stream",
    bytes: facts?.bytes ?? unsealedBytes(bytes),
  };
  return {
    category: "attachments",
    reference: place?.reference,
    receivedAt: facts?.receivedAt ?? receivedAt,
    // Nobody can say of a file without its form that the person sent it.
    provided: facts?.status === "confirmed",
    fields: recordFieldsOf({
      "record:form": facts?.form,
      "record:status": facts?.status,
      "record:field": place?.field,
      "record:mediaType": facts?.mediaType,
      "record:bytes": file.bytes,
    }),
    file,
  };
}

function placeIn(key: string): { readonly reference: Reference; readonly field: string } | undefined {
  const [first, field] = key.split("/");
  const reference = Reference.safeParse(first).data;
  return reference === undefined || field === undefined ? undefined : { reference, field };
}

/** A sealed file is a JWE: its bytes in base64, and some 130 more. */
const unsealedBytes = (sealed: number): number => Math.max(Math.floor(((sealed - 130) * 3) / 4), 0);
