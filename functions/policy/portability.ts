import * as z from "zod";

/**
 * What became of sending a copy to the controller that its person named (GDPR 20(2)).
 * - `sent`: they answered that they have it.
 * - `refused`: they answered, and did not take it.
 * - `unreachable`: they did not answer, though we tried several times.
 * - `not-allowed`: the address is none that we may send to: no HTTPS, or it leads into somebody's own network.
 */
export const SendingOutcome = z.enum(["sent", "refused", "unreachable", "not-allowed"]);
export type SendingOutcome = z.infer<typeof SendingOutcome>;

const words: Readonly<Record<SendingOutcome, string>> = {
  sent: "It was also sent to the address you named, and they have confirmed that they have it.",
  refused:
    "It could not be sent to the address you named: they did not take it. You can fetch it yourself and give it to them.",
  unreachable:
    "It could not be sent to the address you named: they did not answer, though we tried several times. You can fetch it yourself and give it to them.",
  "not-allowed":
    "It was not sent to the address you named: for safety we send to public addresses with HTTPS only. You can fetch it yourself and give it to them.",
};

/** A sentence or two for the person. What they typed is not in it. */
export const sendingInWords = (outcome: SendingOutcome): string => words[outcome];

/** Whether a copy may go to a host without a person of the staff who agrees. */
export const isTrustedHost = (host: string, hosts: readonly string[]): boolean => hosts.includes(host);
