import type { Controller } from "../../functions/policy/controller.ts";
import { canonicalAddress } from "../../functions/policy/data-subject.ts";
import type { Outcomes } from "../../functions/policy/outcomes.ts";
import { Code, Reference, Token } from "../../functions/policy/reference.ts";

export const controller: Controller = {
  name: "Anhui Huami & Söhne <Test>",
  address: "7/F, Building B2, Hefei, China",
  email: "privacy@example.org",
  noticeVersion: "2021-12-10",
  retention: {},
};

export const confirmation = {
  controller,
  siteUrl: "https://privacy.example.org",
  token: Token.parse("subjectsubjectsubjectsubjetokentokentokentokentokentokentokentokentok"),
  code: Code.parse("7Q2M0V9K"),
  reference: Reference.parse("ABCD0123EFGH4567"),
  linkLifetime: 86_400,
  codeLifetime: 600,
};

/** What the letter says that tells of a copy. */
export const copyReady = {
  ...({ controller, siteUrl: confirmation.siteUrl, right: "access", regime: "eu" } as const),
  ...{ reference: confirmation.reference, statusToken: confirmation.token },
  statusLinkLifetime: 120 * 86_400,
  expiresAt: "2026-12-01T14:05:59Z",
  missing: ["documents that you attached"],
};

export const sender = {
  name: controller.name,
  address: "letters@example.org",
  replyTo: "answers@example.org",
};

const address = canonicalAddress("person@example.com");
if (address === undefined) throw new Error("the example is an address");
export const person = address;

/** Of an erasure that could not take everything. */
export const outcomes: Outcomes = [
  {
    holder: "submissions",
    title: "what you sent with our forms",
    removed: 1200,
    deIdentified: 0,
    retained: [{ count: 1, ground: "legal-claim", citation: "GDPR\n17(3)(e) <b>", until: "2027-03-03" }],
    notFound: false,
    failed: 0,
  },
  {
    holder: "attachments",
    title: "documents",
    removed: 0,
    deIdentified: 0,
    retained: [],
    notFound: true,
    failed: 0,
  },
];
