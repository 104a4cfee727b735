import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { retentionPeriods } from "./retention-periods.ts";

/** An ISO 8601 duration of weeks and smaller units, between two bounds. Kept as text; `seconds()` reads it. */
const duration = (shortest: string, longest: string) =>
  z.string().superRefine((text, context) => {
    const length = secondsOf(text);
    if (length === undefined)
      context.addIssue(`must be an ISO 8601 duration in whole seconds, without months, such as ${longest}`);
    else if (length < seconds(shortest) || length > seconds(longest))
      context.addIssue(`must be between ${shortest} and ${longest}`);
  });

/** Context that comes from the command line (`-c key=value`) is text; from `cdk.json` it may be a number. */
const count = (least: number, most: number) =>
  z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], "must be a whole number")
    .pipe(z.number().int().min(least).max(most));

const line = z.string().regex(/^\P{Cc}*\S\P{Cc}*$/u, "must be one line of text");

/** Letter for letter what browsers send as `Origin`, or it would match nothing; TLS, but on this machine. */
const origin = z.string().refine((text) => {
  const url = URL.parse(text);
  return url?.origin === text && (url.protocol === "https:" || LOOPBACK.test(url.hostname));
}, "must be an origin as browsers write it, such as https://privacy.example.org");
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+)$/;

const origins = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(",").map((part) => part.trim()))])
  .pipe(z.array(origin));

/** A name as DNS has it, in small letters; never an address. */
const host = z
  .string()
  .regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    "must be a host name, such as portability.example.org",
  );

const hosts = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(",").map((part) => part.trim()))])
  .pipe(z.array(host));

/** As EventBridge Scheduler knows it; an offset is none, it would not follow the summer time. */
const timeZone = z.string().refine((name) => {
  try {
    return !/^[+-]/.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}, "must be a time zone of the IANA database, such as Europe/Berlin");

/**
 * Every setting there is: CDK context, from `cdk.json` or `-c key=value`. Whatever is not here is not configurable.
 */
export const Settings = z.strictObject({
  /** The controller (GDPR 4(7)): named on every page and in every letter. */
  controllerName: line,
  controllerAddress: line,
  controllerEmail: z.email(),
  /** The day the privacy notice took effect; kept with every record as the notice the person saw. */
  noticeVersion: z.iso.date(),
  noticeUrl: z.url({ protocol: /^https$/ }).optional(),
  /** The address letters come from; its domain must be an identity that SES has verified in this account and region. */
  sender: z.email(),
  /** Where answers to letters go; the controller's address when absent. */
  replyTo: z.email().optional(),
  /** Who is written to when an alarm goes off, once they have confirmed it to AWS; nobody when absent. */
  alarmEmail: z.email().optional(),
  /** Where people reach the site when it has a domain of its own; the HTTP API's address when absent. */
  siteUrl: origin.optional(),
  /** Pages elsewhere that may send forms here, from the browser. */
  allowedOrigins: origins.default([]),
  /**
   * How long what is kept, where it is not what `/retention` proposes: category to period, `{"contact": "P12M"}`.
   * On the command line as JSON. Another period holds for what is there already too: who was told a shorter one has to
   * hear of it (GDPR 13(3)).
   */
  retention: retentionPeriods.default({}),
  /**
   * When the sweep begins every night, and on which clock. A time that a clock jumps over in spring is skipped on that
   * day, and the next night does its work too.
   */
  sweepTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day, such as 02:30")
    .default("02:30"),
  timeZone: timeZone.default("Etc/UTC"),
  /**
   * How much of a category may go in one night without a person who agrees: so many percent of it, and always fewer
   * records than the minimum.
   */
  blastRadiusShare: count(1, 100).default(20),
  blastRadiusMinimum: count(1, 1_000_000).default(100),
  /** How long an erasure waits, cancellable, before it starts. */
  coolingOffPeriod: duration("PT0S", "P14D").default("P1D"),
  /** Other controllers' hosts that a copy may be sent to without a person who agrees (GDPR 20(2)). */
  portabilityHosts: hosts.default([]),
  /** How long a letter's link lives; a day at most (OWASP ASVS 6.5.5). */
  linkLifetime: duration("PT1M", "P1D").default("P1D"),
  /** How long a letter's typed code lives; ten minutes at most. */
  codeLifetime: duration("PT1M", "PT10M").default("PT10M"),
  /** How long the link to one's own request works. */
  statusLinkLifetime: duration("P1D", "P366D").default("P120D"),
  /** Submissions from one network (IPv4 /24, IPv6 /56) in ten minutes. */
  submissionsPerNetwork: count(1, 100_000).default(20),
  /** Letters to one address, a day, that ask for a proof and get none, and as many that tell; five minutes apart. */
  lettersPerAddressPerDay: count(1, 100).default(3),
  /** Letters to addresses that have proved nothing yet, to everybody together, an hour. */
  lettersPerHour: count(1, 1_000_000).default(1_000),
  /** Requests a second that the HTTP API lets through, per route, and how many at once. */
  requestsPerSecond: count(1, 10_000).default(50),
  requestBurst: count(1, 5_000).default(100),
});
export type Settings = z.infer<typeof Settings>;

/** Context keys of CDK itself and of its plugins: `aws:cdk:…`, `@aws-cdk/…`, `cdk-migrate`, `aws-cdk:…`. */
const OF_CDK = /[:/]|^(aws|cdk)-/;

/**
 * The settings out of everything in the CDK context.
 * @throws Error with one line per wrong or unknown key: the key, what came, and what it must be.
 */
export function readSettings(context: Record<string, unknown>): Settings {
  const own = Object.fromEntries(Object.entries(context).filter(([key]) => !OF_CDK.test(key)));
  const read = Settings.safeParse(own);
  if (read.success) return read.data;
  const lines = read.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => `  ${[...issue.path, key].join(".")}: there is no such setting`)
      : [`  ${issue.path.join(".")}: ${issue.message}${came(own[String(issue.path[0])])}`],
  );
  throw new Error(
    `Wrong settings (cdk.json or -c key=value; infra/settings.ts lists them all):\n${lines.join("\n")}`,
  );
}

/** An ISO 8601 duration in whole seconds; days are 24 hours. */
export function seconds(text: string): number {
  const length = secondsOf(text);
  if (length === undefined) throw new RangeError(`not a duration: ${text}`);
  return length;
}

function secondsOf(text: string): number | undefined {
  try {
    const length = Temporal.Duration.from(text);
    // A month is no length, and what functions are told is whole seconds.
    if (length.years !== 0 || length.months !== 0) return undefined;
    const total = length.total({ unit: "seconds", relativeTo: "2026-01-01" });
    return Number.isInteger(total) ? total : undefined;
  } catch {
    return undefined;
  }
}

function came(value: unknown): string {
  return value === undefined ? "" : ` (it is ${JSON.stringify(value)})`;
}
