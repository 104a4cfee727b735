import type { VNode } from "preact";
import { forms } from "../../functions/intake/forms.ts";
import { rightsForm } from "../../functions/intake/rights-form.ts";
import { CancelledPage, SurePage, TooLatePage } from "../../functions/pages/cancel.tsx";
import { CodePage } from "../../functions/pages/code-page.tsx";
import { ConfirmedPage } from "../../functions/pages/confirmed.tsx";
import { DownloadPage } from "../../functions/pages/download.tsx";
import { CopyErasedPage, CopyHeldPage, SureEraseCopyPage } from "../../functions/pages/erase-copy.tsx";
import { FormPage } from "../../functions/pages/form-page.tsx";
import { HomePage } from "../../functions/pages/home.tsx";
import { LinkProblemPage } from "../../functions/pages/link-problem.tsx";
import { renderPage } from "../../functions/pages/render.ts";
import { RetentionPage } from "../../functions/pages/retention.tsx";
import { SentPage } from "../../functions/pages/sent.tsx";
import { StatusPage } from "../../functions/pages/status.tsx";
import { StatusLandingPage } from "../../functions/pages/status-landing.tsx";
import { TooYoungPage } from "../../functions/pages/too-young.tsx";
import { VerifyPage } from "../../functions/pages/verify.tsx";
import { complaintUnder } from "../../functions/policy/complaint.ts";
import type { Controller } from "../../functions/policy/controller.ts";
import type { Form } from "../../functions/policy/form.ts";
import type { Outcomes } from "../../functions/policy/outcomes.ts";
import { refusalGrounds } from "../../functions/policy/refusal-grounds.ts";
import { Right } from "../../functions/policy/rights.ts";

export const controller: Controller = {
  name: "Example Ltd.",
  address: "1 Way, Town",
  email: "privacy@example.org",
  noticeVersion: "2021-12-10",
  retention: {},
  noticeUrl: "https://example.org/privacy",
};
const rightsForms = Right.options.map(rightsForm);
const reference = "7Q2M0V9KABCD1234";
const rows = [
  {
    title: "Contact",
    purpose: "to answer",
    lawfulBasis: "interest",
    words: "24 months.",
    citation: "5(1)(e)",
  },
];
const request = {
  reference,
  right: "erase" as const,
  status: "It waits for a person.",
  receivedAt: "2026-11-24T23:59:59Z",
  dueBy: "2026-12-24",
  regimeName: "the GDPR",
  explanation: "We write to you.",
};

const outcomes: Outcomes = [
  {
    holder: "submissions",
    title: "what you sent with our forms",
    removed: 12,
    deIdentified: 2,
    retained: [
      { count: 1, ground: "legal-claim", citation: "GDPR 17(3)(e)", until: "2027-03-03" },
      { count: 1, ground: "open-request", citation: "GDPR 15", until: "2026-12-24" },
    ],
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
const cooling = { ...request, coolingOffEnds: "2026-11-25T14:05:59Z", explanation: "We delete it." };
const completed = {
  ...request,
  status: "It is done.",
  explanation: undefined,
  concludedAt: "2026-11-26T00:00:00Z",
  outcomes,
  receipt: true,
  complaint: complaintUnder.eu,
};
const copy = {
  ...{ expiresAt: "2026-12-01T14:05:59Z", bytes: 3_400_000 },
  missing: ["documents that you attached"],
};
const copied = { ...completed, right: "access" as const, outcomes: undefined, receipt: false, copy };
const refused = { ...request, refusal: refusalGrounds.unfounded, complaint: complaintUnder.elsewhere };

/** A form's page as a person gets it back: something wrong with every field. */
export function refusedPage(form: Form, text: string): VNode {
  const fields = [...form.fields, ...form.consents];
  const problems = [
    ...fields.map(({ name }) => ({ field: name, detail: text })),
    { field: "", detail: text },
  ];
  const values = Object.fromEntries(fields.map(({ name }) => [name, text]));
  return <FormPage controller={controller} form={form} action="/x" values={values} problems={problems} />;
}

const nodes: Readonly<Record<string, VNode>> = {
  home: <HomePage controller={controller} forms={forms} rights={rightsForms} />,
  sent: <SentPage controller={controller} reference={reference} />,
  "sent, without a reference": <SentPage controller={controller} />,
  "sent, with the e-mail": <SentPage controller={controller} reference={reference} notice="with-letter" />,
  "sent, wrong code": <SentPage controller={controller} reference={reference} notice="wrong-code" />,
  "sent, again": <SentPage controller={controller} reference={reference} notice="resent" />,
  "sent, link needed": <SentPage controller={controller} reference={reference} notice="link-needed" />,
  "sent, to a friend": <SentPage controller={controller} reference={reference} notice="asked" />,
  noted: <SentPage controller={controller} reference={reference} notice="noted" />,
  verify: <VerifyPage controller={controller} />,
  code: <CodePage {...{ controller, reference }} token="t" inAnyBrowser={false} />,
  "code, wrong": <CodePage {...{ controller, reference }} token="t" inAnyBrowser={false} wrong />,
  "code, in any browser": <CodePage {...{ controller, reference }} token="t" inAnyBrowser />,
  confirmed: <ConfirmedPage controller={controller} what="form" title="Contact us" reference={reference} />,
  "confirmed, by a friend": (
    <ConfirmedPage controller={controller} what="question" title="Tell a friend" reference={reference} />
  ),
  "confirmed again": (
    <ConfirmedPage
      controller={controller}
      what="request"
      title="x"
      reference={reference}
      dueBy="2026-12-24"
      again
    />
  ),
  "link problem": <LinkProblemPage controller={controller} />,
  status: <StatusPage controller={controller} request={request} />,
  "status, cooling off": (
    <StatusPage controller={controller} request={{ ...cooling, cancel: { askSure: false } }} />
  ),
  "status, cooling off, elsewhere": (
    <StatusPage controller={controller} request={{ ...cooling, cancel: { askSure: true } }} />
  ),
  "status, completed": <StatusPage controller={controller} request={completed} />,
  "status, refused": <StatusPage controller={controller} request={refused} />,
  "status, copy ready": <StatusPage controller={controller} request={copied} />,
  download: <DownloadPage controller={controller} copy={copy} />,
  "download, sent": <DownloadPage controller={controller} copy={copy} notice={{ kind: "sent" }} />,
  "download, wrong": <DownloadPage controller={controller} copy={copy} notice={{ kind: "wrong" }} />,
  "download, too often": (
    <DownloadPage controller={controller} copy={copy} notice={{ kind: "too-often", seconds: 61 }} />
  ),
  "erase copy, missed": <SureEraseCopyPage controller={controller} />,
  "copy erased": <CopyErasedPage controller={controller} reference={reference} />,
  "copy held": (
    <CopyHeldPage
      controller={controller}
      reference={reference}
      why="because of a legal claim (GDPR 17(3)(e))"
      until="2027-03-03"
      expiresAt="2026-12-01T14:05:59Z"
    />
  ),
  sure: <SurePage controller={controller} token="t" />,
  "sure, missed": <SurePage controller={controller} token="t" missed />,
  cancelled: <CancelledPage controller={controller} reference={reference} />,
  "too late": <TooLatePage controller={controller} reference={reference} />,
  "status landing": <StatusLandingPage controller={controller} />,
  retention: <RetentionPage controller={controller} rows={rows} />,
  "too young": <TooYoungPage controller={controller} />,
  ...Object.fromEntries(
    [...forms, ...rightsForms].flatMap((form) => [
      [`form ${form.slug}`, <FormPage key={form.slug} controller={controller} form={form} action="/x" />],
      [`form ${form.slug}, refused`, refusedPage(form, "Wrong.")],
    ]),
  ),
};

/** Every page of the site in its states, as HTML. */
export const everyPage = Object.entries(nodes).map(([name, node]) => [name, renderPage(node)] as const);

export function pageNamed(name: string): string {
  const found = everyPage.find(([each]) => each === name);
  if (found === undefined) throw new Error(`no page ${name}`);
  return found[1];
}
