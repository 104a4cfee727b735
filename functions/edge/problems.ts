import type { Problem } from "./http-answer.ts";

/** Every problem that is not about one form's fields, in one table: what happened, and what to do. */
const problems = {
  "not-found": {
    status: 404,
    title: "There is nothing here",
    detail: "Check the address, or start from the list of forms.",
  },
  "malformed-body": {
    status: 400,
    title: "That could not be read",
    detail:
      "The request's body is not well-formed for its content type, or its text is not UTF-8. Send it again.",
  },
  "content-type": {
    status: 415,
    title: "That content type is not taken",
    detail: "Send application/json, application/x-www-form-urlencoded or multipart/form-data.",
  },
  "cross-site": {
    status: 403,
    title: "That came from another site",
    detail: "Open the page here and send it from here.",
  },
  "network-spent": {
    status: 429,
    title: "Too many at once from your network",
    detail: "Wait ten minutes, then send it again.",
    retryAfter: 600,
  },
  "try-later": {
    status: 503,
    title: "That cannot be taken just now",
    detail: "Wait a minute, then send it again.",
    retryAfter: 60,
  },
  failed: {
    status: 500,
    title: "Something went wrong on our side",
    detail: "Nothing you did caused this. Try again; if it stays, write to us.",
  },
  "link-unknown": {
    status: 404,
    title: "This link does not open anything",
    detail:
      "It may have been used up, have expired, or not be complete. Ask for a new letter, or fill in the form again.",
  },
  "reference-wrong": {
    status: 422,
    title: "That is not a reference",
    detail: "A reference has 16 letters and digits. It stands in our letter and on the page after the form.",
  },
  "code-required": {
    status: 409,
    title: "One more proof is needed",
    detail: "Send the code from the same letter as `code`, or confirm in the browser that sent the form.",
  },
  "link-required": {
    status: 409,
    title: "The link is needed as well",
    detail:
      "The code is right. Send the `token` of the letter's link with it, or confirm in the browser that sent the form.",
  },
  "code-wrong": {
    status: 404,
    title: "This code does not open anything",
    detail: "It may be mistyped, too old, or tried too often. Ask for a new letter with the reference.",
  },
  "too-late": {
    status: 409,
    title: "It is too late to cancel",
    detail: "The request has begun, or is concluded already. What is deleted cannot be brought back.",
  },
  "no-session": {
    status: 401,
    title: "This page needs the link from your letter",
    detail: "Open the link in the letter about your request.",
  },
  "no-copy": {
    status: 404,
    title: "This request has no copy to fetch",
    detail:
      "It asks for something else, or it was not carried out. The page of the request says how it stands.",
  },
  "copy-not-ready": {
    status: 409,
    title: "The copy is not ready yet",
    detail: "It is being made. A letter goes to the address as soon as it is there.",
  },
  "copy-gone": {
    status: 410,
    title: "The copy is no longer here",
    detail:
      "Its time is over, or it was erased. If you still want one, make the request again: choose it under “Your rights”.",
  },
  "copy-held": {
    status: 409,
    title: "The copy cannot be erased now",
    detail: "The law has us keep it for the time being; until its day you can still fetch it.",
  },
  "download-code-wrong": {
    status: 422,
    title: "This code does not hand out the copy",
    detail:
      "It may be mistyped, used, too old, or tried too often. Ask for a new one: send the same without a code.",
  },
  "codes-spent": {
    status: 429,
    title: "Too many codes in one hour",
    detail:
      "Five letters with a code have gone to the address. Wait as long as `Retry-After` says, then ask again.",
  },
  "too-young": {
    status: 422,
    title: "We cannot take this from you yet",
    detail:
      "You are below the age at which we may take this. Nothing was kept. A parent or guardian can write to us.",
  },
} as const satisfies Record<string, Omit<Problem, "slug">>;

export type ProblemSlug = keyof typeof problems;

export const problem = (slug: ProblemSlug): Problem => ({ slug, ...problems[slug] });
