import { type Answers, machineOf } from "./running-machines.ts";

export const run = { request: "7Q2M0V9K4XBD1RTP", subject: "a".repeat(26) };
export const assessed = { ...run, needs: "nobody", reason: "", scope: "everything", sends: false };
export const usual: Answers = {
  "Assess what may be disclosed": [assessed],
  "Collect, holder by holder": [{ more: false, incomplete: false, unread: "" }],
  "Collect again what was missing": [{ more: false, incomplete: true, unread: "attachments" }],
  "Assess what was collected": [assessed],
  "Seal the bundle": [{ more: false }],
  "Send it to the controller they named": [{ sent: true }],
  "Hand it over, with a letter": [{ stopped: false }],
  "Tell the person": [{ ...run, told: "sent" }],
};

export const runExport = machineOf("Export", run, usual);
