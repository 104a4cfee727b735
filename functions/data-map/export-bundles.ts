import { isWork, referenceIn } from "../records/bundle-keys.ts";
import type { ObjectStore } from "../records/objects.ts";
import type { Holder } from "./holder.ts";
import { objectsHolder } from "./objects-holder.ts";

/**
 * Copies of a person's data that wait to be fetched. One that a request still waits for belongs to that request. A copy
 * is told as one that is there, with its day: no copy holds another; what one is made from is not told at all.
 */
export const exportBundles = (store: ObjectStore): Holder =>
  objectsHolder(
    store,
    {
      name: "export-bundles",
      title: "the copies of your data that we made for you",
      place: "bucket Exports",
      outbound: false,
    },
    async (objects) =>
      objects
        .filter(({ key }) => !isWork(key))
        .map(({ key, receivedAt }) => ({
          ...{ category: "export-bundles", reference: referenceIn(key), receivedAt, provided: false },
          fields: {},
        })),
  );
