/** A disturbance of calls to come: the next `times` calls of `action` fail, before or after they took effect. */
export interface Fault {
  /** A function's logical id or its beginning, or `operator`; every caller when absent. */
  caller?: string;
  /** As in {@link AwsCall.action}, e.g. `ses:SendRawEmail`. */
  action: string;
  when: "before" | "after";
  times: number;
  /** Calls that fit and are let through first; default none. */
  skip?: number;
  /** Default: `unavailable` (503) before, `cut` (the connection breaks without an answer) after. */
  as?: "unavailable" | "throttled" | "cut";
}

export type FaultKind = NonNullable<Fault["as"]>;

export interface Faults {
  /** @returns a function that takes the fault back, however often it may have struck */
  inject(fault: Fault): () => void;
  /** Uses up one strike of the first fault that fits. @returns how it strikes, `undefined` when none fits */
  strike(caller: string, action: string, when: Fault["when"]): FaultKind | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  let waiting: { readonly fault: Fault; left: number; toSkip: number }[] = [];
  return {
    inject(fault) {
      const entry = { fault, left: fault.times, toSkip: fault.skip ?? 0 };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((one) => one !== entry);
      };
    },
    strike(caller, action, when) {
      const entry = waiting.find(
        ({ fault, left }) =>
          left > 0 && fault.when === when && fault.action === action && caller.startsWith(fault.caller ?? ""),
      );
      if (!entry) return undefined;
      if (entry.toSkip > 0) {
        entry.toSkip -= 1;
        return undefined;
      }
      entry.left -= 1;
      return entry.fault.as ?? (when === "before" ? "unavailable" : "cut");
    },
    clear() {
      waiting = [];
    },
  };
}
