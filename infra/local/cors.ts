import type { IncomingHttpHeaders } from "node:http";

/** `CorsConfiguration` of `AWS::ApiGatewayV2::Api`. */
export interface CorsConfiguration {
  readonly AllowOrigins?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  /** Seconds. */
  readonly MaxAge?: number;
  readonly AllowCredentials?: boolean;
}

/** A preflight never reaches a function once CORS is configured, whatever the routes say. */
export function isPreflight(method: string, headers: IncomingHttpHeaders): boolean {
  return method === "OPTIONS" && "origin" in headers && "access-control-request-method" in headers;
}

/** The headers for a request from `origin`: none for an origin that is not allowed. */
export function corsHeaders(
  cors: CorsConfiguration,
  origin: string | undefined,
  preflight: boolean,
): Record<string, string> {
  if (origin === undefined || !allows(cors.AllowOrigins ?? [], origin)) return {};
  const list = (name: string, values: readonly string[] | undefined) =>
    values && values.length > 0 ? { [`access-control-${name}`]: values.join(",") } : {};
  return {
    "access-control-allow-origin": cors.AllowOrigins?.includes("*") ? "*" : origin,
    ...(cors.AllowCredentials ? { "access-control-allow-credentials": "true" } : {}),
    ...(preflight
      ? {
          ...list("allow-methods", cors.AllowMethods),
          ...list("allow-headers", cors.AllowHeaders),
          ...(cors.MaxAge === undefined ? {} : { "access-control-max-age": String(cors.MaxAge) }),
        }
      : list("expose-headers", cors.ExposeHeaders)),
  };
}

/** `*` everywhere, or a scheme with everything: `https://*`. */
function allows(origins: readonly string[], origin: string): boolean {
  return origins.some((allowed) =>
    allowed.endsWith("*") ? origin.startsWith(allowed.slice(0, -1)) : allowed === origin,
  );
}
