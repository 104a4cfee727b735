/** What a worker thread gets to know once. */
export interface Workload {
  /** Path of the CommonJS bundle. */
  readonly bundle: string;
  /** The name under which it exports the handler. */
  readonly exported: string;
  readonly functionName: string;
  readonly functionArn: string;
  /** MiB. */
  readonly memorySize: number;
}

export interface Invocation {
  readonly id: string;
  /** JSON. */
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** A failed invocation, as Lambda answers it. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type FromEnvironment =
  | { readonly kind: "ready" }
  | { readonly kind: "log"; readonly text: string }
  | { readonly kind: "result"; readonly payload: string }
  | { readonly kind: "failure"; readonly failure: FunctionFailure };
