import { complaintUnder } from "../policy/complaint.ts";
import type { Controller } from "../policy/controller.ts";
import type { Regime } from "../policy/residence.ts";
import { type Block, paragraph } from "./letter.ts";

/** What every letter that ends a request closes with: first we, then the authority (GDPR 12(4)). */
export function howToComplain(regime: Regime, { email }: Controller): readonly Block[] {
  const { words, authority } = complaintUnder[regime];
  return [
    paragraph(
      `Do you think that this is wrong? Write to ${email} and name the reference, and we look at it again. ${words}`,
    ),
    ...(authority === undefined
      ? []
      : [{ kind: "link" as const, label: authority.name, href: authority.link }]),
  ];
}
