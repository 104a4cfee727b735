import { expect } from "vitest";
import type { Right } from "../../functions/policy/rights.ts";
import { type GivenStack, given } from "../given.ts";
import { settled } from "./erasing.ts";
import type { Item } from "./tables.ts";
import { json } from "./visitor.ts";

/** People who agree to something and decide about it, on a stack. */
export function choosingOn(site: GivenStack) {
  /** Sends a form and confirms it. */
  async function confirmedForm(email: string, form: string, body: object): Promise<string> {
    const sent = await site.program().post(`/forms/${form}`, json({ email, ...body }));
    expect(sent.status, sent.text).toBe(202);
    const reference = String(sent.json().reference);
    await site.tables.forgetLettersTo(reference);
    await site.settled();
    await site.runSchedules();
    const letters = await site.inbox.lettersTo(email);
    const letter = letters.find((one) => one.reference === reference);
    const answer = await site.program().post("/verify", json({ token: letter?.token }));
    expect(answer.status, answer.text).toBe(200);
    return reference;
  }

  const newsletter = (email: string) => confirmedForm(email, "newsletter", given.newsletter(email));

  const survey = (email: string) =>
    confirmedForm(email, "survey", {
      ...{ satisfaction: "content", frequency: "weekly", survey: true },
      ...{ birthDate: "1990-05-17", country: "DE" },
    });

  /** Sends one of the rights that ask no proof, and waits for all that follows. */
  async function chosen(right: Right, email: string, details?: string, more: object = {}): Promise<string> {
    const body = { email, ...(details && { details }), ...more };
    const sent = await site.program().post(`/rights/${right}`, json(body));
    expect(sent.status, sent.text).toBe(202);
    await settled(site);
    return String(sent.json().reference);
  }

  /** Confirms a right that a person of the staff sees to. */
  async function confirmedRight(right: Right, email: string, details: string): Promise<string> {
    await site.program().post(`/rights/${right}`, json({ ...given.request(email), details }));
    const { token, code, reference } = await site.inbox.letterTo(email);
    await site.program().post("/verify", json({ token, code }));
    await settled(site);
    return reference;
  }

  const consentOf = async (reference: string, name: string): Promise<Item> => {
    const rows = await site.tables.recordsAbout(reference);
    const found = rows.find(({ sk }) => sk === `consent#${reference}#${name}`);
    if (found === undefined) throw new Error(`no consent ${name}`);
    return found;
  };
  const history = async (reference: string) =>
    (await site.tables.items("Audit"))
      .filter(({ pk }) => pk === `request#${reference}`)
      .sort((one, other) => Number(one.sequence) - Number(other.sequence))
      .map(({ what }) => what);
  return { newsletter, survey, chosen, confirmedRight, consentOf, history };
}
