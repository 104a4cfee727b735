const PASSING =
  /Throttl|TooManyRequests|ServiceUnavailable|InternalServerError|InternalFailure|TransactionConflict|TransactionCanceled|Timeout|ProvisionedThroughput|RequestLimitExceeded|SlowDown|ConditionalRequestConflict|OperationAborted/;

/** Node's codes for a connection that was not made, or was lost. */
const CONNECTION = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/;

/** Whether asking again may help: AWS is busy or away, and says so or does not answer. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  const { httpStatusCode: status = 0 } = ("$metadata" in error ? error.$metadata : {}) as {
    httpStatusCode?: number;
  };
  return (
    ("$retryable" in error && error.$retryable !== undefined) ||
    // The answer to a HEAD has no body, and so no name of what went wrong.
    status >= 500 ||
    status === 429 ||
    PASSING.test(error.name) ||
    (typeof code === "string" && CONNECTION.test(code))
  );
}
