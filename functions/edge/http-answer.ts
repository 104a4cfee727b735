import type { FieldProblem } from "../policy/form.ts";

/** What goes back, before the edge adds the headers that everything carries. */
export interface Answer {
  readonly status: number;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Set-Cookie lines. */
  readonly cookies?: readonly string[];
  readonly body?: string;
}

export const page = (status: number, html: string, rest: Partial<Answer> = {}): Answer => ({
  ...rest,
  status,
  contentType: "text/html; charset=utf-8",
  body: html,
});

export const json = (status: number, value: unknown, rest: Partial<Answer> = {}): Answer => ({
  ...rest,
  status,
  contentType: "application/json",
  body: JSON.stringify(value),
});

/** A redirect after a POST, so that "reload" sends nothing twice. */
export const seeOther = (location: string, rest: Partial<Answer> = {}): Answer => ({
  ...rest,
  status: 303,
  headers: { ...rest.headers, location },
});

/** What went wrong, in words for the person and with a name for the program (RFC 9457). */
export interface Problem {
  readonly status: number;
  /** Stable; the problem's type ends in it. */
  readonly slug: string;
  readonly title: string;
  readonly detail: string;
  readonly fields?: readonly FieldProblem[];
  /** Seconds. */
  readonly retryAfter?: number;
}

/** @param siteUrl problem types are URIs under it; they need not resolve (RFC 9457, 3.1.1). */
export function problemDocument(siteUrl: string, problem: Problem, rest: Partial<Answer> = {}): Answer {
  const { status, slug, title, detail, fields } = problem;
  const errors = fields?.map(({ field, detail: what }) => ({ detail: what, pointer: pointer(field) }));
  return {
    ...rest,
    status,
    contentType: "application/problem+json",
    headers: { ...rest.headers, ...retryAfter(problem) },
    body: JSON.stringify({
      type: `${siteUrl}/problems/${slug}`,
      title,
      status,
      detail,
      ...(errors && { errors }),
    }),
  };
}

export const retryAfter = (problem: Problem): Record<string, string> =>
  problem.retryAfter === undefined ? {} : { "retry-after": String(problem.retryAfter) };

/** RFC 6901, section 6: as a fragment of a URI. */
function pointer(field: string): string {
  const escaped = field.toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1");
  return field === "" ? "#" : `#/${encodeURIComponent(escaped)}`;
}
