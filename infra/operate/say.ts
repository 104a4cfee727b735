import type { Misunderstood, Refused } from "../../functions/desk/answer.ts";
import type { ListedRequest, ShownRequest } from "../../functions/desk/shown-request.ts";
import type { LegalHold } from "../../functions/policy/legal-hold.ts";
import { counted, inFours, shown, table } from "./terminal.ts";

/** Answers of the desk in words and tables; every text that somebody typed goes through `shown`. */

export function sayList(requests: readonly ListedRequest[], more: boolean): string {
  if (requests.length === 0) return "No request is open.";
  const rows = requests.map(({ reference, right, regime, status, dueBy, daysLeft, waitsFor }) => [
    inFours(reference),
    ...[right, regime, status, dueBy, sayDaysLeft(daysLeft), shown(waitsFor)],
  ]);
  const waiting = requests.filter(({ needsPerson }) => needsPerson).length;
  return [
    table(["REFERENCE", "RIGHT", "REGIME", "STATUS", "DUE", "LEFT", "WAITS FOR"], rows),
    "",
    `${more ? "The first " : ""}${counted(requests.length, "open request")}; ${waiting} of them ${waiting === 1 ? "waits" : "wait"} for the staff.`,
  ].join("\n");
}

const sayDaysLeft = (days: number): string =>
  days < 0 ? `${counted(-days, "day")} late` : counted(days, "day");

export function sayRequest(request: ShownRequest): string {
  const { reference, title, right, regime, status, receivedAt, dueBy, daysLeft, citation } = request;
  const facts = [
    ["Reference", inFours(reference)],
    ["Right", `${right}: ${title}`],
    ["Regime", regime],
    ["Status", status],
    ["Received", receivedAt],
    ...(request.verifiedAt === undefined ? [] : [["Verified", request.verifiedAt]]),
    ["Due", `${dueBy} (${sayDaysLeft(daysLeft)}), ${citation}`],
    ["Waits for", shown(request.waitsFor)],
    ...(request.sent === undefined ? [] : [["Sent on", request.sent]]),
    ...(request.ground === undefined ? [] : [["Refused as", request.ground]]),
    ...(request.concludedAt === undefined ? [] : [["Concluded", request.concludedAt]]),
  ];
  const held = request.held.filter(({ count }) => count > 0);
  return [
    ...facts.map(([name = "", value]) => `${name.padEnd(11)}${value}`),
    ...section(
      `Held about the ${request.about}`,
      held.map(({ holder, count }) => `${holder}: ${count}`),
    ),
    ...(request.flagged.length === 0 ? [] : section("Flagged", request.flagged.map(inFours))),
    ...(request.applications.length === 0
      ? []
      : section("Job applications", request.applications.map(inFours))),
    ...((request.missing ?? []).length === 0 ? [] : section("Not in the copy", request.missing ?? [])),
    ...section("Legal holds", request.holds.map(sayHold)),
    ...section(
      "Outcomes",
      (request.outcomes ?? []).map(
        ({ holder, removed, retained }) =>
          `${holder}: ${removed} removed, ${retained.reduce((sum, { count }) => sum + count, 0)} kept`,
      ),
    ),
    ...section("History", request.history.map(sayEvent)),
    ...(request.refusable.length === 0
      ? []
      : section("It can be approved, or refused as", [request.refusable.join(", ")])),
    ...sayIdentity(request.identity),
  ].join("\n");
}

function sayIdentity(identity: ShownRequest["identity"]): string[] {
  if (identity === undefined) return [];
  if (identity === "shredded") return section("Who it is", ["destroyed; nobody can read it any more"]);
  return section(
    "Who it is (that you looked is in the history now)",
    Object.entries(identity).map(([field, value]) => `${shown(field)}: ${shown(value)}`),
  );
}

export const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? ["", `${title}: nothing`] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];

export function sayEvent({ sequence, at, what, by, details }: ShownRequest["history"][number]): string {
  const more = Object.entries(details ?? {}).map(([name, value]) => `${name} ${shown(String(value))}`);
  return `${sequence}. ${at}  ${what}, by ${by}${more.length === 0 ? "" : ` (${more.join("; ")})`}`;
}

export function sayHold({ id, scope, ground, citation, until, matter, placedBy }: LegalHold): string {
  const of = matter === undefined ? "" : `, matter ${matter}`;
  return `${id}: ${sayScope(scope)}, ${ground} (${shown(citation)})${of}, looked at again on ${until}, by ${placedBy}`;
}

export function sayScope(scope: LegalHold["scope"]): string {
  if (scope === "everything") return scope;
  if ("form" in scope) return `form ${shown(scope.form)}`;
  return "holder" in scope ? `holder ${shown(scope.holder)}` : `record ${inFours(scope.record)}`;
}

/** Why nothing was done. */
export function sayNo(answer: Refused | Misunderstood): string {
  if (answer.outcome === "refused") return shown(answer.words);
  return answer.problems.map(({ field, words }) => `${shown(field)}: ${shown(words)}`).join("\n");
}
