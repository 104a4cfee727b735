import { Logger } from "@aws-lambda-powertools/logger";

/**
 * All that a log line may carry, besides the event's name: ids, kinds, counts, durations. A field that is not here
 * does not compile, so nothing personal is logged by mistake.
 */
export interface LogFields {
  readonly route?: string;
  readonly status?: number;
  readonly milliseconds?: number;
  readonly reference?: string;
  readonly form?: string;
  readonly right?: string;
  readonly letter?: string;
  /** A holder of the data map, by its name. */
  readonly holder?: string;
  readonly outcome?: string;
  readonly count?: number;
  /** What a night of the retention did. */
  readonly erased?: number;
  readonly deIdentified?: number;
  readonly deferred?: number;
  readonly failed?: number;
  readonly waiting?: number;
  readonly cold?: boolean;
  /** The class of an error; its message may quote what came in and is never logged. */
  readonly error?: string;
  /** Where it was thrown: function names and places, without the message. */
  readonly at?: string;
  /** The request id of AWS, to ask their support about. */
  readonly awsRequest?: string;
}

const logger = new Logger({ serviceName: "habeas", correlationIdSearchFn: () => undefined });

export const log = {
  info: (event: string, fields: LogFields = {}) => logger.info(event, { ...fields }),
  warn: (event: string, fields: LogFields = {}) => logger.warn(event, { ...fields }),
  error: (event: string, fields: LogFields = {}) => logger.error(event, { ...fields }),
};

/** What may be said of an error: its class, its place, its AWS request; never its message or its cause. */
export function described(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = afterMessage(error)
    .split("\n")
    .filter((line) => FRAME.test(line));
  const metadata = "$metadata" in error ? (error.$metadata as { requestId?: unknown }) : {};
  return {
    error: error.name,
    at: frames
      .slice(0, 5)
      .map((line) => line.trim().replace(/^at /, ""))
      .join(" < "),
    ...(typeof metadata.requestId === "string" ? { awsRequest: metadata.requestId } : {}),
  };
}

/** A line such as `    at redeem (/var/task/index.js:1:2345)`. */
const FRAME = /^ {4}at (.+ \()?(file:\/\/|node:|\/)[^\s()]+:\d+:\d+\)?$/;

/** The stack begins with the message, which may have lines that look like places. */
function afterMessage({ stack = "", message }: Error): string {
  const start = stack.indexOf(message);
  return start < 0 ? "" : stack.slice(start + message.length);
}
