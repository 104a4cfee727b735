import { assessed, run, usual } from "./running-exports.ts";
import { type Answers, approve, named } from "./running-machines.ts";

export const missing = { more: false, incomplete: true, unread: "attachments, submissions" };

const BEGIN = ["Assess what may be disclosed", "Collect, holder by holder"];
export const AGAIN = "Assess what was collected";
const SEAL = "Seal the bundle";
const SEND = "Send it to the controller they named";
const HAND_OVER = "Hand it over, with a letter";
const END = [AGAIN, SEAL, HAND_OVER];
const DISCARD = ["Discard what was collected", "Tell the person", "Conclude the request"];
export const WAIT = "Wait for a person to decide";
export const WAIT_MISSING = "Wait for a person about what is missing";
export const WAIT_MORE = "Wait for a person about what has come since";
export const HANDED = "Hand it to a person, with the reason";
export const person = { ...assessed, needs: "person", reason: "there is a job application" };

/** What the states answer, and by which states it then goes. */
export const ways: Readonly<Record<string, readonly [answers: Answers, states: readonly string[]]>> = {
  "nothing stands against it": [{}, [...BEGIN, ...END]],
  "there is more than one call can do": [
    {
      "Collect, holder by holder": [{ more: true }, { more: true }, usual["Collect, holder by holder"]?.[0]],
      "Seal the bundle": [{ more: true }, { more: false }],
    },
    [...BEGIN, BEGIN[1], BEGIN[1], AGAIN, SEAL, SEAL, HAND_OVER] as string[],
  ],
  "it also goes to another controller": [
    { "Assess what may be disclosed": [{ ...assessed, sends: true }] },
    [...BEGIN, AGAIN, SEAL, SEND, HAND_OVER],
  ],
  "a person agrees": [
    { "Assess what may be disclosed": [person], [WAIT]: [approve] },
    [BEGIN[0], WAIT, BEGIN[1], ...END] as string[],
  ],
  "a person refuses": [
    { "Assess what may be disclosed": [person], [WAIT]: [{ decision: "refuse" }] },
    [BEGIN[0], WAIT, ...DISCARD] as string[],
  ],
  "it is cancelled while it waits": [
    { "Assess what may be disclosed": [person], [WAIT]: [named("NothingToDecide")] },
    [BEGIN[0], WAIT, ...DISCARD] as string[],
  ],
  "it is cancelled before it is assessed": [
    { "Assess what may be disclosed": [{ ...assessed, needs: "nothing" }] },
    [BEGIN[0], ...DISCARD] as string[],
  ],
  "it is cancelled while it is collected": [
    {
      "Assess what may be disclosed": [assessed, { ...assessed, needs: "nothing" }],
      "Collect, holder by holder": [{ more: false, stopped: true }],
    },
    [...BEGIN, BEGIN[0], ...DISCARD] as string[],
  ],
  "it is cancelled right before the hand-over": [
    { "Hand it over, with a letter": [{ stopped: true }] },
    [...BEGIN, ...END, ...DISCARD],
  ],
  "something has come or was marked while it was collected: a person agrees to that too": [
    {
      [AGAIN]: [{ ...assessed, needs: "person", reason: "a record is flagged" }, assessed],
      [WAIT_MORE]: [approve],
    },
    [...BEGIN, AGAIN, WAIT_MORE, BEGIN[1], ...END] as string[],
  ],
  "something was marked while it was collected, and it is refused for that": [
    {
      [AGAIN]: [{ ...assessed, needs: "person", reason: "a record is flagged" }],
      [WAIT_MORE]: [{ decision: "refuse" }],
    },
    [...BEGIN, AGAIN, WAIT_MORE, ...DISCARD],
  ],
  "it is cancelled right after it was collected": [
    { [AGAIN]: [{ ...assessed, needs: "nothing" }] },
    [...BEGIN, AGAIN, ...DISCARD],
  ],
  "something is marked before it is sent: it is judged and made anew": [
    {
      "Assess what may be disclosed": [{ ...assessed, sends: true }],
      [SEND]: [{ sent: false, outdated: true }, { sent: true }],
    },
    [...BEGIN, AGAIN, SEAL, SEND, ...BEGIN, AGAIN, SEAL, SEND, HAND_OVER],
  ],
  "something is marked before it is handed over: it is judged and made anew": [
    { [HAND_OVER]: [{ stopped: false, outdated: true }, { stopped: false }] },
    [...BEGIN, ...END, ...BEGIN, ...END],
  ],
  "something is missing: the desk looks once, and no more": [
    { "Collect, holder by holder": [missing], [WAIT_MISSING]: [approve] },
    [...BEGIN, WAIT_MISSING, "Collect again what was missing", ...END],
  ],
  "a file does not open any more when it is sealed: the desk looks once, and no more": [
    { [SEAL]: [missing], [WAIT_MISSING]: [approve] },
    [...BEGIN, AGAIN, SEAL, WAIT_MISSING, "Collect again what was missing", ...END],
  ],
  "something is missing, and it is refused for that": [
    { "Collect, holder by holder": [missing], [WAIT_MISSING]: [{ decision: "refuse" }] },
    [...BEGIN, WAIT_MISSING, ...DISCARD],
  ],
  "a step fails and is tried once more": [
    { "Seal the bundle": [named("SealBroken"), { more: false }], [HANDED]: [approve] },
    [...BEGIN, AGAIN, SEAL, HANDED, BEGIN[1], ...END] as string[],
  ],
  "assessing fails: who has another try has not agreed to a disclosure": [
    { "Assess what may be disclosed": [named("SealBroken"), person], [HANDED]: [approve], [WAIT]: [approve] },
    [BEGIN[0], HANDED, BEGIN[0], WAIT, BEGIN[1], ...END] as string[],
  ],
  "the end of a refusal fails once its letter is out: only the end is made again": [
    {
      "Assess what may be disclosed": [person],
      [WAIT]: [{ decision: "refuse" }],
      "Conclude the request": [named("AccessDenied"), {}],
      "Hand its end to a person, with the reason": [approve],
    },
    [
      ...[BEGIN[0], WAIT, ...DISCARD],
      ...["Hand its end to a person, with the reason", "Conclude the request"],
    ] as string[],
  ],
  "the refusal cannot be told at first": [
    {
      "Assess what may be disclosed": [person],
      [WAIT]: [{ decision: "refuse" }],
      "Tell the person": [named("SealBroken"), { ...run, told: "sent" }],
      "Hand its end to a person, with the reason": [{ decision: "refuse" }],
    },
    [
      BEGIN[0],
      WAIT,
      ...DISCARD.slice(0, 2),
      "Hand its end to a person, with the reason",
      ...DISCARD,
    ] as string[],
  ],
};
