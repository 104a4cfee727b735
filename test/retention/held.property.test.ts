import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { readGuard } from "../../functions/data-map/guard.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import type { HeldOf, HoldScope, LegalHold } from "../../functions/policy/legal-hold.ts";
import type { Reference } from "../../functions/policy/reference.ts";
import { scheduleOf } from "../../functions/policy/retention-schedule.ts";
import { placeHold, releaseHold, reviewHold } from "../../functions/records/holds.ts";
import { readHouse } from "../../functions/records/house-standing.ts";
import * as keys from "../../functions/records/keys.ts";
import { getPlaced } from "../../functions/records/placed-holds.ts";
import { requeue } from "../../functions/records/requeue.ts";
import { eraseAll } from "../data-map/erasing.ts";
import { givenStores, hold, newSubject } from "../data-map/given.ts";
import { objects, ofPerson, submitted, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";

const stores = givenStores();
const FORMS = ["contact", "survey"] as const;

/** Everything that can happen to what two people have sent, in whatever order. */
const person = fc.constantFrom(0, 1);
const form = fc.constantFrom(...FORMS);
const days = fc.integer({ min: 1, max: 500 });
const act = fc.oneof(
  { weight: 2, arbitrary: fc.record({ what: fc.constant("send" as const), person, form }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("erase" as const), person }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("sweep" as const), days }) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant("place" as const),
      person: fc.constantFrom(0, 1, undefined),
      scope: fc.constantFrom("everything", "holder", "record", "form"),
      form,
      days,
      /** While an erasure and a sweep are under way. */
      meanwhile: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("release" as const), nth: fc.nat({ max: 3 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant("review" as const), nth: fc.nat({ max: 3 }), days }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** A submission, or the proof of what was agreed to with it, which outlives it. */
interface Sent {
  readonly subject: SubjectId;
  readonly reference: Reference;
  readonly form: string;
  readonly sk: string;
}

/** So that what was sent runs out while it lasts, and the proofs behind it. */
const schedule = scheduleOf({ retention: { contact: "P3M", survey: "P2M", "consent-proof": "P2M" } });

class World {
  readonly people = [newSubject(), newSubject()] as const;
  readonly sent: Sent[] = [];
  readonly holds: { of: HeldOf; hold: LegalHold }[] = [];
  /** What an erasure was granted for and a hold has kept: it goes when that is over. */
  readonly granted = new Set<string>();
  day = Temporal.PlainDate.from("2027-01-10");

  now = () => this.day.toZonedDateTime("UTC").toInstant().add({ hours: 12 });
  ahead = (n: number) => this.day.add({ days: n }).toString();
  subject = (n: number) => this.people[n === 0 ? 0 : 1];

  isHeld = (one: Sent): boolean =>
    this.holds.some(
      ({ of, hold: { scope } }) => (of === "house" || of === one.subject) && covers(scope, one),
    );

  async send(subject: SubjectId, of: string): Promise<void> {
    const receivedAt = this.now().toString();
    const sent = { form: of, receivedAt, files: ["cv"], consents: ["marketing"] };
    const reference = await submitted({ ...stores(), schedule }, subject, sent);
    for (const sk of [keys.submission(reference), keys.consent(reference, "marketing")])
      this.sent.push({ subject, reference, form: of, sk });
  }

  /** What is there, of all that was sent: with its file, unless something is going on. */
  async alive(files: boolean): Promise<Set<string>> {
    const rows = await stores().rows("records");
    const there = new Set(this.people.flatMap((one) => ofPerson(rows, one)).map(({ sk }) => sk));
    const bucket = files ? new Set(await objects(stores(), "attachments")) : undefined;
    const hasFile = (one: Sent) => bucket?.has(`${one.subject}/${one.reference}/cv`) ?? true;
    return new Set(
      this.sent
        .filter((one) => there.has(one.sk) && (!isSubmission(one) || hasFile(one)))
        .map(({ sk }) => sk),
    );
  }

  async erase(subject: SubjectId): Promise<void> {
    let guard = await readGuard(stores().database, subject, undefined, this.now());
    for (const holder of stores().holders)
      guard = (await eraseAll(holder, subject, guard)).at(-1)?.guard ?? guard;
    for (const one of this.sent) if (one.subject === subject) this.granted.add(one.sk);
  }

  async sweep(): Promise<void> {
    await night(this.now().toString(), sweeperOf(stores(), { schedule }));
  }

  async release(nth: number): Promise<void> {
    const [gone] = this.holds.splice(nth % Math.max(this.holds.length, 1), 1);
    if (gone === undefined) return;
    await releaseHold(stores().database, gone.of, gone.hold.id);
    for (let done = false; !done; ) {
      const placed = await getPlaced(stores().database, gone.hold.id);
      if (placed === undefined) return;
      ({ done } = await requeue(stores().database, placed, this.day, () => false));
    }
  }
}

const isSubmission = ({ sk }: Sent): boolean => sk.startsWith(keys.submission("" as Reference));

function covers(scope: HoldScope, one: Sent): boolean {
  if (scope === "everything") return true;
  if ("holder" in scope) return scope.holder === "attachments" && isSubmission(one);
  return "form" in scope ? scope.form === one.form : scope.record === one.reference;
}

function scopeOf(act: Extract<Act, { what: "place" }>, world: World): HoldScope {
  const theirs = world.sent.filter(({ subject }) => subject === world.subject(act.person ?? 0));
  const last = theirs.at(-1);
  if (act.person === undefined || act.scope === "form") return { form: act.form };
  if (act.scope === "record" && last !== undefined) return { record: last.reference };
  return act.scope === "holder" ? { holder: "attachments" } : "everything";
}

async function place(act: Extract<Act, { what: "place" }>, world: World): Promise<void> {
  const of: HeldOf = act.person === undefined ? "house" : world.subject(act.person);
  const placed = hold({ scope: scopeOf(act, world), until: world.ahead(act.days) });
  const others = act.meanwhile ? [world.sweep(), world.erase(world.subject(act.person ?? 0))] : [];
  const going = Promise.all(others);
  await placeHold(stores().database, of, placed);
  world.holds.push({ of, hold: placed });
  const alive = await world.alive(false);
  await going;
  await expectHeld(world, alive, false);
}

async function happen(one: Act, world: World): Promise<void> {
  if (one.what === "send") return await world.send(world.subject(one.person), one.form);
  if (one.what === "erase") return await world.erase(world.subject(one.person));
  if (one.what === "place") return await place(one, world);
  if (one.what === "release") return await world.release(one.nth);
  if (one.what === "sweep") {
    world.day = world.day.add({ days: one.days });
    return await world.sweep();
  }
  const standing = world.holds[one.nth % Math.max(world.holds.length, 1)];
  const review = { until: world.ahead(one.days), reviewedAt: world.now().toString(), reviewedBy: "tess" };
  if (standing !== undefined) await reviewHold(stores().database, standing.of, standing.hold.id, review);
}

/** Whatever was there and is held is there. */
async function expectHeld(world: World, before: ReadonlySet<string>, files: boolean): Promise<void> {
  const alive = await world.alive(files);
  const lost = world.sent.filter((one) => before.has(one.sk) && !alive.has(one.sk) && world.isHeld(one));
  expect(lost).toEqual([]);
}

test("hold, sweep and erasure in every order lose nothing held, and keep nothing when all is released", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 12 }), async (acts) => {
      const world = new World();
      for (const of of world.people) for (const one of FORMS) await world.send(of, one);
      for (const one of acts) {
        const before = await world.alive(true);
        await happen(one, world);
        await expectHeld(world, before, one.what !== "place" || !one.meanwhile);
      }
      while (world.holds.length > 0) await world.release(0);
      expect((await readHouse(stores().database)).holds).toEqual([]);
      world.day = world.day.add({ days: 1 });
      await world.sweep();
      const left = await world.alive(false);
      expect([...world.granted].filter((sk) => left.has(sk))).toEqual([]);
    }),
    { numRuns: 6, endOnFailure: true },
  );
}, 600_000);
