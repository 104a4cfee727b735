import { expect, test } from "vitest";
import { isRecordField } from "../../functions/policy/record-fields.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { placeOf, sealJson } from "../../functions/records/vault.ts";
import { somebody } from "../export/given.ts";
import { disclosed } from "./disclosing.ts";
import { givenStores, row } from "./given.ts";

const stores = givenStores();

test("a submission is told as it was written, with what we noted beside it", async () => {
  const ann = await somebody(stores());
  const submission = await ann.submission(
    { name: "Ann", message: "How much?" },
    { confirmedAt: "2025-11-23T08:00:00.000Z", consents: [{ name: "interest", wording: "Tell me more." }] },
  );
  await stores().put("records", [submission]);
  expect(await disclosed(stores(), "submissions", ann.subject, ann)).toEqual([
    {
      ...{ category: "contact", reference: submission.reference, receivedAt: submission.receivedAt },
      provided: true,
      fields: {
        ...{ email: "ann@example.org", name: "Ann", message: "How much?" },
        "record:title": "Ask us something",
        "record:status": "confirmed",
        "record:confirmedAt": "2025-11-23T08:00:00.000Z",
        "record:purpose": "to answer",
        "record:lawfulBasis": "contract",
        "record:noticeVersion": "2026-01-01",
        "record:consents": "Tell me more.",
      },
    },
  ]);
});

test("an unconfirmed comment is told too, and marked as public content", async () => {
  const ann = await somebody(stores());
  const comment = await ann.submission({ comment: "Well said" }, { form: "comment", status: "unverified" });
  await stores().put("records", [comment]);
  const [told] = await disclosed(stores(), "submissions", ann.subject, ann);
  // Anybody can have typed the address: until it is confirmed nobody can say that they wrote it.
  expect(told).toMatchObject({ category: "comment", provided: false, fields: { comment: "Well said" } });
  expect(told?.fields).toMatchObject({ "record:public": "everybody", "record:status": "unverified" });
});

test("what the desk masked is masked in its field, wherever it stands there, and in no other", async () => {
  const ann = await somebody(stores());
  const reference = newReference();
  const masks = [
    { field: "message", text: "Bo" },
    { field: "message", text: "Bo Ek (" },
    { field: "message", text: "person" },
  ];
  const sealed = await sealJson(ann.dataKey, placeOf(reference, "masks"), masks);
  const answers = { name: "Bo", message: "Bo Ek ($&) and Bo are a person" };
  await stores().put("records", [await ann.submission(answers, { masks: sealed }, reference)]);
  const [told] = await disclosed(stores(), "submissions", ann.subject, ann);
  const mask = "[masked: about another person]";
  expect(told?.fields).toMatchObject({ name: "Bo", message: `${mask}$&) and ${mask} are a ${mask}` });
});

test("a record that does not open, or whose masks do not, is named and holds up no other", async () => {
  const ann = await somebody(stores());
  const stranger = await somebody(stores());
  const reference = newReference();
  const sealed = await sealJson(stranger.dataKey, placeOf(reference, "masks"), []);
  await stores().put("records", [
    await ann.submission({ message: "whole" }),
    await ann.submission({ message: "masked" }, { masks: sealed }, reference),
    row.submission(ann.subject),
    row.submission(ann.subject, { status: "nonsense" }),
  ]);
  const told = await disclosed(stores(), "submissions", ann.subject, ann);
  expect(told.filter(({ fields }) => fields["record:unreadable"] === "yes")).toHaveLength(3);
  expect(told.filter(({ fields }) => fields.message !== undefined)).toMatchObject([
    { fields: { message: "whole" } },
  ]);
  expect(JSON.stringify(told)).not.toContain('"masked"');
});

test("without a key what is sealed reads as absent, and what is not is told", async () => {
  const ann = await somebody(stores());
  await stores().put("records", [await ann.submission({ message: "How much?" })]);
  const [told] = await disclosed(stores(), "submissions", ann.subject, { dataKey: undefined });
  expect(told).toMatchObject({ category: "contact", fields: { "record:purpose": "to answer" } });
  expect(Object.keys(told?.fields ?? {}).every(isRecordField)).toBe(true);
  expect(await disclosed(stores(), "rights-requests", ann.subject, { dataKey: undefined })).toHaveLength(1);
});
