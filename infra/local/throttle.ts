/** A route's pace: `rate` requests a second on average, `burst` at once. */
export interface Pace {
  readonly rate: number;
  readonly burst: number;
}

interface StageProperties {
  readonly RouteSettings?: Readonly<Record<string, ThrottlingSettings>>;
  readonly DefaultRouteSettings?: ThrottlingSettings;
}
interface ThrottlingSettings {
  readonly ThrottlingRateLimit?: number;
  readonly ThrottlingBurstLimit?: number;
}

// The account's own limits hold where a stage says nothing.
const ACCOUNT: Pace = { rate: 10_000, burst: 5_000 };

/** The pace of a route after the settings of its stage (`AWS::ApiGatewayV2::Stage`). */
export function paceOf(routeKey: string, stage: Readonly<Record<string, unknown>>): Pace {
  const { RouteSettings, DefaultRouteSettings } = stage as StageProperties;
  const own = RouteSettings?.[routeKey];
  return {
    rate: Number(own?.ThrottlingRateLimit ?? DefaultRouteSettings?.ThrottlingRateLimit ?? ACCOUNT.rate),
    burst: Number(own?.ThrottlingBurstLimit ?? DefaultRouteSettings?.ThrottlingBurstLimit ?? ACCOUNT.burst),
  };
}

/** A token bucket per route. */
export class Throttle {
  readonly #stage: Readonly<Record<string, unknown>>;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(stage: Readonly<Record<string, unknown>>) {
    this.#stage = stage;
  }

  /** @param now milliseconds on any clock that does not go back */
  admits(routeKey: string, now: number): boolean {
    const { rate, burst } = paceOf(routeKey, this.#stage);
    const { tokens, at } = this.#buckets.get(routeKey) ?? { tokens: burst, at: now };
    const filled = Math.min(burst, tokens + ((now - at) / 1000) * rate);
    const admitted = filled >= 1;
    this.#buckets.set(routeKey, { tokens: admitted ? filled - 1 : filled, at: now });
    return admitted;
  }
}
