import { describe, expect, it } from "vitest";
import type { ListedHold } from "../../functions/desk/answer.ts";
import type { ShownRequest } from "../../functions/desk/shown-request.ts";
import { given } from "../given.ts";
import { asking, confirmed, erasureStack, personal, sendForm, settled } from "../journeys/erasing.ts";
import { staffOf } from "./staff.ts";

const site = await erasureStack();
const staff = staffOf(site);
const UNTIL = "2099-06-30";
const why = ["--ground", "legal-claim", "--citation", "GDPR 17(3)(e), case 3 Ca 12/27", "--until", UNTIL];
const TODAY = () => new Date().toISOString().slice(0, 10);

const shown = async (reference: string): Promise<ShownRequest> =>
  JSON.parse((await staff.desk("--json", "show", reference)).out).request;
const listed = async (...which: string[]): Promise<ListedHold[]> =>
  JSON.parse((await staff.desk("--json", "holds", ...which)).out).holds;
const idIn = (out: string): string => /[0-9A-Z]{16}-[0-9A-F]{8}/.exec(out)?.[0] ?? "";

/** Somebody of whom a form is here. */
async function somebody(label = "somebody") {
  const email = given.address(label);
  const form = await sendForm(site, email);
  const { token } = await site.inbox.letterTo(email);
  return { email, form, pk: `subject#${token.slice(0, 26)}` };
}

describe("a hold through the report of a child", () => {
  // The first of all: the vault key is asked for once.
  it("is not placed where nobody can say which child it is; nor is anybody erased for it", async () => {
    const child = await somebody("child");
    const asked = await asking(site, "report-a-child", given.address(), { childEmail: child.email });
    const own = await sendForm(site, asked.email);
    const heal = site.gateway.inject({
      ...{ caller: "FulfilmentAssess", action: "secretsmanager:GetSecretValue", when: "before" },
      times: Number.POSITIVE_INFINITY,
    });
    await confirmed(site, asked);
    heal();
    const { sealed: _, ...torn } = await site.tables.record(asked.reference);
    await site.tables.putAll("Records", [torn]);
    expect((await staff.desk("approve", asked.reference)).code).toBe(0);
    await settled(site);
    expect((await staff.desk("list")).out).toContain("ChildUnknown");
    expect(await site.tables.record(own)).toHaveProperty("sealed");
    const { code, err } = await staff.desk("hold", asked.reference, "--scope", "everything", ...why);
    expect([code, err]).toEqual([1, "The report does not say any more which child it is about."]);
  }, 120_000);

  it("holds what is here of the child, and of who reported only the report", async () => {
    const child = await somebody("child");
    const asked = await asking(site, "report-a-child", given.address(), { childEmail: child.email });
    await confirmed(site, asked);
    const { reference } = asked;
    const held = await staff.desk("hold", reference, "--scope", "holder", "submissions", ...why);
    expect([held.code, held.err]).toEqual([0, ""]);
    expect((await staff.desk("hold", reference, "--scope", "record", reference, ...why)).code).toBe(0);
    const { holds, history } = await shown(reference);
    expect(holds.map(({ scope }) => scope)).toEqual([{ record: reference }, { holder: "submissions" }]);
    const events = history.filter(({ what }) => what === "hold placed");
    expect(events.map(({ details }) => details?.of)).toEqual(["the child", undefined]);

    expect((await staff.desk("approve", reference)).code).toBe(0);
    await settled(site);
    expect(await site.tables.record(child.form)).toMatchObject({ due: UNTIL, sealed: expect.any(String) });
    expect(await site.tables.record(reference)).toMatchObject({ sealed: expect.any(String) });

    const released = await staff.desk("release", idIn(held.out));
    expect([released.code, released.err]).toEqual([0, ""]);
    expect(released.out).toContain("1 record judged again in the next night");
    expect(await site.tables.record(child.form)).toMatchObject({ due: TODAY() });
    expect((await shown(reference)).history.at(-1)).toMatchObject({ what: "hold released", by: "tess" });
    expect((await staff.verifyAudit()).code).toBe(0);
  }, 120_000);
});

describe("a hold on everybody", () => {
  it("keeps what came with a form from an erasure, and lets it go in the night after its release", async () => {
    const held = await staff.desk("hold", "--everybody", "--scope", "form", "newsletter", ...why);
    expect([held.code, held.err]).toEqual([0, ""]);
    const again = await staff.desk("hold", "--everybody", "--scope", "form", "newsletter", ...why);
    expect(again.out).toBe(held.out);
    const asked = await asking(site);
    const later = { form: await sendForm(site, asked.email), pk: asked.pk };
    await confirmed(site, asked);
    expect((await personal(site, later.pk)).map(({ sk }) => sk)).toContain(`submission#${later.form}`);
    expect(await site.tables.record(later.form)).toMatchObject({ due: UNTIL });
    expect((await staff.verifyAudit()).code).toBe(0);

    const id = idIn(held.out);
    const released = await staff.desk("release", id);
    expect([released.code, released.err]).toEqual([0, ""]);
    expect(released.out).toMatch(/judged again in the next night/);
    expect(await site.tables.record(later.form)).toMatchObject({ due: TODAY() });
    expect((await staff.desk("release", id)).err).toContain("no such hold");
    expect((await staff.desk("hold", "--everybody", "--scope", "form", "newsletter", ...why)).code).toBe(0);
    expect((await staff.desk("release", id)).code).toBe(0);
    const { Audit } = await site.tables.everything();
    const history = Audit.filter(({ pk }) => pk === `request#${id.slice(0, 16)}`);
    expect(history.map(({ what }) => what)).toEqual([
      ...["hold placed", "hold released", "hold placed", "hold released"],
    ]);
    expect(history[0]).not.toHaveProperty("subject");
    expect((await staff.verifyAudit()).code).toBe(0);
    // A history cut short is noticed, as that of a request is.
    const last = history.at(-1);
    if (last !== undefined) await site.tables.remove("Audit", last);
    expect((await staff.verifyAudit()).code).toBe(1);
    if (last !== undefined) await site.tables.putAll("Audit", [last]);
    expect((await staff.verifyAudit()).code).toBe(0);
  }, 120_000);

  it.each([
    ["on a holder", ["--everybody", "--scope", "holder", "submissions"], 2, "--scope form SLUG"],
    ["on a form that there is not", ["--everybody", "--scope", "form", "nothing"], 1, 'no form "nothing"'],
    [
      "of a matter that names somebody",
      [...["--everybody", "--scope", "form", "event"], "--matter", "A. Ant"],
      2,
      "matter",
    ],
    [
      "and on one person at once",
      ["--everybody", "7Q2M0V9K4XBD1RTP", "--scope", "everything"],
      2,
      "one reference",
    ],
  ])("is not placed %s", async (_, words, expected, said) => {
    const { code, err } = await staff.desk("hold", ...words, ...why);
    expect([code, err]).toEqual([expected, expect.stringContaining(said)]);
  });
});

describe("the holds of a matter", () => {
  it("are listed and released together, whoever's they are", async () => {
    const [one, other] = [await somebody(), await somebody()];
    const matter = ["--matter", "M-2099-1"];
    await staff.desk("hold", one.form, "--scope", "everything", ...why, ...matter);
    await staff.desk("hold", other.form, "--scope", "form", "newsletter", ...why, ...matter);
    await staff.desk("hold", "--everybody", "--scope", "form", "event", ...why, ...matter);
    await staff.desk("hold", other.form, "--scope", "everything", ...why, "--matter", "M-2099-2");
    expect((await listed(...matter)).map(({ everybody, matter: of }) => [everybody, of]).sort()).toEqual([
      [false, "M-2099-1"],
      [false, "M-2099-1"],
      [true, "M-2099-1"],
    ]);
    const released = await staff.desk("release", ...matter);
    expect(released.out.match(/^Released: /gm)).toHaveLength(3);
    expect(await listed(...matter)).toEqual([]);
    expect(await listed("--matter", "M-2099-2")).toHaveLength(1);
    const again = await staff.desk("release", ...matter);
    expect([again.code, again.err]).toEqual([1, "There is no hold of the matter M-2099-1."]);
    expect((await staff.verifyAudit()).code).toBe(0);
  }, 120_000);
});

describe("a hold whose day has passed", () => {
  it("is listed as overdue until somebody has looked at it", async () => {
    const { form } = await somebody();
    const id = idIn((await staff.desk("hold", form, "--scope", "everything", ...why)).out);
    const { Records } = await site.tables.everything();
    const row = Records.filter(({ sk }) => sk === `hold#${id}`);
    await site.tables.putAll(
      "Records",
      row.map((hold) => ({ ...hold, until: "2020-01-01" })),
    );
    expect(await listed("--overdue")).toEqual([expect.objectContaining({ id, overdue: true })]);
    expect((await staff.desk("holds", "--overdue")).out).toContain("2020-01-01 (overdue)");
    const past = await staff.desk("review-hold", id, "--until", "2020-02-02");
    expect([past.code, past.err]).toEqual([1, expect.stringContaining("2020-02-02 is over")]);
    const reviewed = await staff.desk(
      "review-hold",
      id,
      "--until",
      "2098-01-01",
      "--note",
      "the case goes on",
    );
    expect([reviewed.code, reviewed.out]).toEqual([
      0,
      expect.stringContaining("looked at again on 2098-01-01"),
    ]);
    expect(await listed("--overdue")).toEqual([]);
    const { Audit } = await site.tables.everything();
    expect(Audit).toContainEqual(
      expect.objectContaining({
        ...{ reference: form, what: "hold reviewed", by: "tess" },
        details: { hold: id, until: "2098-01-01", note: "the case goes on" },
      }),
    );
  });
});
