/** How a box says yes: JSON's true, a browser's "on", and what our own pages send. */
const given: ReadonlySet<unknown> = new Set([true, "true", "on", "yes"]);
const notGiven: ReadonlySet<unknown> = new Set([undefined, false, "", "false", "no", "off"]);

/** Silence is never consent (GDPR recital 32): what is neither a clear yes nor a clear no is "unclear", a problem. */
export function consentGiven(answer: unknown): "given" | "not-given" | "unclear" {
  const value = typeof answer === "string" ? answer.trim().toLowerCase() : answer;
  if (given.has(value)) return "given";
  return notGiven.has(value) ? "not-given" : "unclear";
}
