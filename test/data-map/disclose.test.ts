import { expect, test } from "vitest";
import { isRecordField } from "../../functions/policy/record-fields.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { somebody } from "../export/given.ts";
import { disclosed } from "./disclosing.ts";
import { givenStores, newSubject, type Row, referenceOf, row, times } from "./given.ts";

const stores = givenStores();

const there = (rows: readonly (Row | undefined)[]) => rows.filter((one) => one !== undefined);

test("consents are told with their words", async () => {
  const ann = await somebody(stores());
  await stores().put("records", [row.consent(ann.subject)]);
  expect(await disclosed(stores(), "consents", ann.subject, ann)).toMatchObject([
    { category: "consents", provided: true, fields: { consent: "newsletter", wording: "Yes." } },
  ]);
});

test("a consent that has ended says since when, also in what goes to another controller", async () => {
  const ann = await somebody(stores());
  const endedAt = "2026-03-01T08:00:00.000Z";
  await stores().put("records", [{ ...row.consent(ann.subject), endedAt }]);
  const [told] = await disclosed(stores(), "consents", ann.subject, ann);
  expect(told).toMatchObject({ provided: true, fields: { consent: "newsletter", ended: endedAt } });
  // Portability leaves out what our records say of themselves.
  expect(isRecordField("ended")).toBe(false);
});

test("what rested on a consent that was withdrawn is used for nothing any more", async () => {
  const ann = await somebody(stores());
  const used = { form: "newsletter", purpose: "To send you our newsletter.", lawfulBasis: "consent" };
  await stores().put("records", [
    await ann.submission({}, { ...used, retention: "newsletter" }),
    await ann.submission({}, { ...used, retention: "withdrawn" }),
  ]);
  const told = await disclosed(stores(), "submissions", ann.subject, ann);
  const purposes = told.map(({ fields }) => fields["record:purpose"]);
  expect(purposes.sort()).toEqual([expect.stringContaining("Nothing any more"), used.purpose]);
  expect(told.filter(({ fields }) => "record:lawfulBasis" in fields)).toHaveLength(1);
});

test("a right that asks for no proof is told as one that nobody has proved", async () => {
  const ann = await somebody(stores());
  const noted = { status: "completed", verifiedAt: "2026-03-01T08:00:00.000Z" };
  await stores().put("records", [
    await ann.request({ ...noted, right: "unsubscribe" }),
    await ann.request({ ...noted, right: "correct" }),
  ]);
  const told = await disclosed(stores(), "rights-requests", ann.subject, ann);
  const proved = told.filter(({ fields }) => "record:verifiedAt" in fields);
  expect(proved.map(({ fields }) => fields["record:right"])).toEqual(["correct"]);
});

test("requests are told with their days and their outcome, not what only the desk may see", async () => {
  const ann = await somebody(
    stores(),
    "access",
    { details: "all of it" },
    { awaits: { token: "t0k3n", reason: "r" } },
  );
  const counts = { removed: 2, deIdentified: 0, retained: [], notFound: false, failed: 0 };
  const outcomes = [{ holder: "submissions", title: "what you sent with our forms", ...counts }];
  const done = { status: "completed", concludedAt: "2025-12-01T08:00:00.000Z", outcomes };
  await stores().put("records", [
    await ann.request({ ...done, right: "erase" }),
    await ann.request({ ...done, right: "report-a-child" }),
    await ann.request({ status: "awaiting-verification", right: "object" }),
    await ann.request({ status: "expired", right: "limit" }),
  ]);
  const told = await disclosed(stores(), "rights-requests", ann.subject, ann);
  const of = (right: string) => told.find(({ fields }) => fields["record:right"] === right)?.fields;
  expect(of("access")).toMatchObject({
    email: "ann@example.org",
    details: "all of it",
    "record:status": "in-progress",
  });
  expect(of("erase")?.["record:outcome"]).toBe("What you sent with our forms: 2 deleted");
  // A request in their name that nobody proved may be a stranger's.
  const provided = told.filter((one) => one.provided).map(({ fields }) => fields["record:right"]);
  expect(provided.sort()).toEqual(["access", "erase", "report-a-child"]);
  // What a child has sent us is nothing that anybody else may hear.
  expect(of("report-a-child")).not.toHaveProperty("record:outcome");
  expect(JSON.stringify(told)).not.toContain("t0k3n");
});

test("a file of a form that was not confirmed says so, and is nothing that they gave us", async () => {
  const ann = await somebody(stores());
  const reference = newReference();
  const key = `${ann.subject}/${reference}/cv`;
  const attachments = [{ field: "cv", mediaType: "application/pdf", bytes: 3, key }];
  const more = { form: "job-application", status: "unverified", attachments };
  await stores().put("records", [await ann.submission({ cv: "cv.pdf" }, more, reference)]);
  await ann.file(reference, "cv", Buffer.from("pdf"));
  expect(await disclosed(stores(), "attachments", ann.subject, ann)).toMatchObject([
    { provided: false, fields: { "record:form": "job-application", "record:status": "unverified" } },
  ]);
});

test("a file is told with its kind and size, and opens; one whose form is gone is told too", async () => {
  const ann = await somebody(stores());
  const reference = newReference();
  const bytes = Buffer.from("%PDF-1.7 the CV");
  const attached = { field: "cv", mediaType: "application/pdf", bytes: bytes.length };
  const key = `${ann.subject}/${reference}/cv`;
  const more = { form: "job-application", attachments: [{ ...attached, key }] };
  await stores().put("records", [await ann.submission({ cv: "my life.pdf" }, more, reference)]);
  const orphan = newReference();
  await ann.file(reference, "cv", bytes);
  await ann.file(orphan, "coverLetter", Buffer.alloc(1000));
  const told = await disclosed(stores(), "attachments", ann.subject, ann);
  expect(told.find((one) => one.reference === reference)).toMatchObject({
    ...{ category: "attachments", provided: true, receivedAt: "2025-11-22T12:00:00.000Z" },
    file: { key: `${reference}/cv`, mediaType: "application/pdf", bytes: bytes.length },
    fields: { "record:form": "job-application", "record:field": "cv" },
  });
  const lone = told.find((one) => one.reference === orphan);
  expect(lone).toMatchObject({ provided: false });
  const size = lone?.file?.bytes ?? 0;
  expect(Math.abs(size - 1000)).toBeLessThan(50);
  const holder = stores().holder("attachments");
  expect(Buffer.from((await holder.file?.(ann.subject, ann, `${reference}/cv`)) ?? [])).toEqual(bytes);
  expect(await holder.file?.(ann.subject, ann, `${newReference()}/cv`)).toBeUndefined();
  expect(await holder.file?.(newSubject(), ann, `${reference}/cv`)).toBeUndefined();
});

test("of a copy it is told that there is one; of what a copy is made from nothing", async () => {
  const ann = await somebody(stores());
  const { request } = ann.run;
  await stores().putObject("exports", `${ann.subject}/${request}/bundle.zip`);
  await stores().putObject("exports", `${ann.subject}/${request}/work/segment-0`);
  expect(await disclosed(stores(), "export-bundles", ann.subject, ann)).toEqual([
    {
      ...{ category: "export-bundles", reference: request, provided: false, fields: {} },
      receivedAt: expect.stringMatching(/Z$/),
    },
  ]);
});

test("of letters, links and codes kinds and times are told, never digests", async () => {
  const ann = await somebody(stores());
  const [verification, lookup, link] = row.verification(ann.subject);
  const session = row.session(ann.subject);
  const outbox = row.outbox(ann.subject);
  await stores().put("fleeting", there([verification, lookup, link, session, row.letterBudget(ann.subject)]));
  await stores().put("records", [{ ...outbox, letter: "confirm-form" }]);
  const told = [
    ...(await disclosed(stores(), "fleeting", ann.subject, ann)),
    ...(await disclosed(stores(), "outbox-entries", ann.subject, ann)),
  ];
  expect(told.map(({ fields }) => fields["record:kind"]).sort()).toEqual([
    ...["budget", "confirm-form", "session", "token, verify", "verification"],
  ]);
  const digests = [link?.sk, session.sk].map((sk) => String(sk).split("#")[1] ?? "none");
  for (const digest of [...digests, '"digest"']) expect(JSON.stringify(told)).not.toContain(digest);
});

test("pages go on after a key, each thing once, and nobody else's among them", async () => {
  const ann = await somebody(stores());
  const bob = await somebody(stores());
  const rows = await Promise.all(times(230, () => ann.submission({ message: "ann's" })));
  await stores().put("records", [...rows, await bob.submission({ message: "bob's" })]);
  const told = await disclosed(stores(), "submissions", ann.subject, ann);
  expect(told.map(({ reference }) => reference).sort()).toEqual(rows.map(referenceOf).sort());
  expect(JSON.stringify(told)).not.toContain("bob's");
});

test("what is known of a person can be told without naming their id", async () => {
  const ann = await somebody(stores());
  await stores().put("records", [
    await ann.submission({}),
    row.consent(ann.subject),
    row.outbox(ann.subject),
  ]);
  for (const holder of stores().holders)
    expect(JSON.stringify(await disclosed(stores(), holder.describe().name, ann.subject, ann))).not.toContain(
      ann.subject,
    );
});
