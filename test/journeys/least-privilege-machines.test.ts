import { join } from "node:path";
import { expect, it } from "vitest";
import { staffOf } from "../desk/staff.ts";
import { given } from "../given.ts";
import { type Asking, asking, assemblyWith, confirmed, settled } from "./erasing.ts";
import { fillIn, formWith } from "./fill.ts";
import { grantsOf, spareOf } from "./grants.ts";
import { nightOf } from "./sweeping.ts";
import { json, multipart } from "./visitor.ts";

const site = await given.localStack({
  assembly: assemblyWith({
    ...{ COOLING_OFF: "0", LETTERS_PER_HOUR: "100000" },
    // More than one of a category at once is more than usual.
    BLAST_RADIUS_MINIMUM: "1",
  }),
});
const staff = staffOf(site);
const WHY = ["--ground", "legal-claim", "--citation", "case 12 O 34/26", "--until", "2099-01-01"];

/** What the functions do whom the state machines and the staff call; the others are in least-privilege.test.ts. */
const grants = grantsOf(site.template).filter(
  ({ caller }) => !/^(Intake|Outbox|Verification|Download)Function/.test(caller),
);

const alsoUnseen = {
  "s3:AbortMultipartUpload":
    "gives up an upload that was begun, where it is begun anew or not wanted any more",
};
/** Conclude lists no copies. But only who may list is told that one is gone; else that it is denied. */
const TELLS_WHAT_IS_GONE = /^FulfilmentConclude\w+ s3:ListBucket /;

/** @throws where it was not done */
async function desk(...args: string[]): Promise<string> {
  const { code, out, err } = await staff.desk(...args);
  if (code !== 0) throw new Error(`${args[0]}: ${err}`);
  return out;
}

/** A form, filled in and confirmed. @returns its reference */
async function sent(slug: string, email = given.address()): Promise<string> {
  const browser = site.browser();
  const form = formWith((await browser.get(`/forms/${slug}`)).text, "email");
  await browser.post(form.action, await multipart(fillIn(form, email)));
  const { token, reference } = await site.inbox.letterTo(email);
  const { status, text } = await browser.post("/verify", json({ token }));
  if (status !== 200) throw new Error(text);
  await site.tables.forgetLettersTo(reference);
  return reference;
}

/** A request that goes through because the staff agrees to it. */
async function agreedTo(asked: Asking): Promise<void> {
  await confirmed(site, asked);
  await desk("list");
  await desk("show", asked.reference, "--reveal");
  await desk("approve", asked.reference);
  await settled(site);
  await site.tables.forgetLettersTo(asked.reference);
}

/** A night of the retention, to its end, whatever of it waits for a person. */
async function swept(day: string): Promise<void> {
  await nightOf(site, `${day}T02:30:00Z`);
  for (;;) {
    const answer = await staff.ask({ act: "sweeps", most: 1 });
    const [night] = answer.outcome === "done" ? answer.nights : [];
    if (night?.awaits === undefined) break;
    await desk("approve-sweep", day, "--manifest", night.manifest ?? "");
    await settled(site);
  }
}

it("The grants of the functions behind the machines and the desk are all used, each for what it names", async () => {
  // Somebody takes their data elsewhere, and is erased.
  const email = given.address();
  await sent("job-application", email);
  await agreedTo(await asking(site, "portability", email, { sendTo: "https://nobody.example.com/receive" }));
  await agreedTo(await asking(site, "erase", email));
  expect((await staff.replayLedger("--wait", "1")).code).toBe(0);

  // The staff looks at a form and holds what there is of its sender, and of everybody who comes to an event.
  const writer = given.address();
  const record = await sent("contact", writer);
  const copy = await asking(site, "access", writer);
  await confirmed(site, copy);
  await site.tables.forgetLettersTo(copy.reference);
  await desk("flag", record);
  const applied = await sent("job-application");
  await desk("show", applied, "--file", "cv", "--to", join(given.dataFolder(), "cv.pdf"));
  await desk("mask", record, "--field", "message", "--words", "with an accent");
  await desk("person", writer);
  const holds = [
    await desk("hold", "--email", writer, "--scope", "everything", ...WHY),
    await desk("hold", "--everybody", "--scope", "form", "event", ...WHY),
  ].map((said) => /[0-9A-Z]{16}-[0-9A-F]{8}/.exec(said)?.[0] ?? "");
  await desk("holds");
  for (const hold of holds) await desk("review-hold", hold, "--until", "2098-01-01");

  // Somebody takes back what they agreed to, and complains about it.
  const subscriber = given.address();
  await sent("newsletter", subscriber);
  const withdrawn = await site.program().post("/rights/withdraw", json({ email: subscriber }));
  await settled(site);
  await site.tables.forgetLettersTo(String(withdrawn.json().reference));
  await agreedTo(await asking(site, "complaint", subscriber, { details: "Too many letters" }));

  // The time of all the rest is over; of some a copy is still there, and some were never confirmed.
  for (const form of ["job-application", "survey", "survey"]) await sent(form);
  await confirmed(site, await asking(site, "access"));
  await asking(site, "access");
  for (const day of ["2027-01-01", "2034-01-01", "2042-01-01"]) await swept(day);
  for (const hold of holds) await desk("release", hold);
  await swept("2050-01-01");
  await desk("aggregates");
  await site.runSchedules();
  expect(await staff.verifyAudit()).toMatchObject({ code: 0, err: "" });

  const calls = site.calls();
  const spare = spareOf(grants, calls, alsoUnseen);
  expect(spare.filter((line) => !TELLS_WHAT_IS_GONE.test(line))).toEqual([]);
  expect(calls.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
}, 120_000);
