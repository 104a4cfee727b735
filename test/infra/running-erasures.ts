import { type Answers, machineOf } from "./running-machines.ts";

/** As the outbox starts it: what it covers is for the assessment to say. */
const started = { request: "7Q2M0V9K4XBD1RTP", subject: "a".repeat(26) };
export const run = { ...started, scope: "everything" };
const coolingOffEnds = "2026-11-23T12:00:00Z";
export const assessed = { ...run, needs: "nobody", reason: "", coolingOffEnds };

const usual: Answers = {
  "Assess what may be erased": [assessed],
  "Withdraw the copies made for them": [run],
  "Assess once more, now that the time is over": [assessed],
  "Begin, unless it was cancelled": [{ ...run, began: "begun" }],
  "Erase, holder by holder": [run],
  "Prove that it is gone": [run],
  "Tell the person": [run],
  "Conclude the request": [run],
};

/** An erasure of the template's machine, with steps that answer what a test says. */
export const runErasure = machineOf("Erasure", started, usual);
