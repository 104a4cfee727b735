import type { LocalTemplate } from "./template.ts";

/** A route of the HTTP API and the function behind it. */
export interface Route {
  /** As the template writes it: `GET /forms/{form}`, `$default`. */
  readonly key: string;
  readonly functionId: string;
}

export interface Match {
  readonly route: Route;
  /** Decoded values of the path parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

const DEFAULT = "$default";
// From the most specific to the least, segment by segment.
const RANK = { literal: 0, parameter: 1, greedy: 2 } as const;

/** Reads the routes of `apiId` with their Lambda integrations. @throws on an integration this machine cannot run */
export function readRoutes(template: LocalTemplate, apiId: string): Route[] {
  const functions = new Map(
    template.ofType("AWS::Lambda::Function").map(({ logicalId }) => [template.arnOf(logicalId), logicalId]),
  );
  return template
    .ofType("AWS::ApiGatewayV2::Route")
    .filter(({ properties }) => properties.ApiId === template.nameOf(apiId))
    .map(({ properties }) => {
      const key = String(properties.RouteKey);
      const integrationId = String(properties.Target).replace(/^integrations\//, "");
      const integration = template.resource(integrationId).properties;
      const functionId = functions.get(functionArnIn(String(integration.IntegrationUri)));
      if (functionId === undefined || integration.PayloadFormatVersion !== "2.0") {
        throw new Error(`route ${key}: only Lambda integrations with payload format 2.0 run on this machine`);
      }
      return { key, functionId };
    });
}

/** The long form wraps the function's ARN in an invocation path. */
function functionArnIn(uri: string): string {
  return /functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

/**
 * Finds the route as API Gateway does: the most specific path first, its own method before ANY, `$default` last.
 * @param path still percent-encoded
 */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const segments = path.split("/").slice(1);
  const matches = routes.flatMap((route) => {
    const [routeMethod, routePath] = route.key.split(" ");
    if (routePath === undefined || (routeMethod !== method && routeMethod !== "ANY")) return [];
    const parameters = matchPath(routePath.split("/").slice(1), segments);
    return parameters
      ? [{ route, parameters, rank: rankOf(routePath) + (routeMethod === "ANY" ? "1" : "0") }]
      : [];
  });
  const [best] = matches.sort((left, right) => (left.rank < right.rank ? -1 : 1));
  if (best) return { route: best.route, parameters: best.parameters };
  const fallback = routes.find(({ key }) => key === DEFAULT);
  return fallback && { route: fallback, parameters: {} };
}

function matchPath(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    const rest = segments.slice(index).join("/");
    if (name?.endsWith("+")) {
      if (rest === "") return undefined;
      parameters[name.slice(0, -1)] = decodeURIComponent(rest);
      return parameters;
    }
    const segment = segments[index];
    if (segment === undefined || (name === undefined ? segment !== part : segment === "")) return undefined;
    if (name !== undefined) parameters[name] = decodeURIComponent(segment);
  }
  return segments.length === pattern.length ? parameters : undefined;
}

function rankOf(routePath: string): string {
  return routePath
    .split("/")
    .map((part) => RANK[part.endsWith("+}") ? "greedy" : part.startsWith("{") ? "parameter" : "literal"])
    .join("");
}
