import { NO_VALUE, resolveIntrinsics, type Scope } from "./intrinsics.ts";
import {
  arnOf,
  attributeOf,
  executeApiUrl,
  generatedName,
  namePropertyOf,
  type Place,
  refOf,
} from "./physical-names.ts";

/** A synthesized CloudFormation template, as `cdk synth` writes it. */
export interface RawTemplate {
  readonly Resources: Readonly<Record<string, RawResource>>;
  readonly Parameters?: Readonly<Record<string, { Type?: string; Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown }>>;
}

interface RawResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
}

/** One resource with every intrinsic function of its properties resolved. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface TemplateOptions {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** Default: `amazonaws.com`. */
  readonly urlSuffix?: string;
  /** What the HTTP API's own address resolves to, e.g. `http://127.0.0.1:3000`. */
  readonly siteUrl?: string;
}

/** A template as this machine runs it: physical names, ARNs and resolved properties. */
export interface LocalTemplate {
  readonly region: string;
  readonly account: string;
  readonly resources: readonly Resource[];
  ofType(type: string): readonly Resource[];
  /** @throws when the template has no such logical id */
  resource(logicalId: string): Resource;
  /** The only resource of `type` whose logical id begins with `prefix`. @throws when it is none, or several */
  find(prefix: string, type: string): Resource;
  /** The physical name: the table's, the bucket's, the function's. */
  nameOf(logicalId: string): string;
  arnOf(logicalId: string): string;
}

/**
 * Reads a synthesized template as if it were deployed to `options`. Properties are resolved when they are first
 * read, so that a resource which only AWS needs may use functions this machine does not know.
 */
export function loadTemplate(raw: RawTemplate, options: TemplateOptions): LocalTemplate {
  const place: Place = { urlSuffix: "amazonaws.com", ...options };
  const scope = scopeOf(raw, place);
  const typeOf = (logicalId: string) => rawResource(raw, logicalId).Type;
  const nameOf = (logicalId: string) => physicalName(raw, logicalId, scope);
  const toSite = siteAddresses(raw, place, nameOf);
  const resources = Object.entries(raw.Resources)
    .filter(([, { Condition: name }]) => !name || resolveIntrinsics({ Condition: name }, scope) === true)
    .map(([logicalId, { Type: type, Properties = {} }]): Resource => {
      let resolved: Resource["properties"] | undefined;
      return {
        logicalId,
        type,
        get properties() {
          resolved ??= toSite(resolveIntrinsics(Properties, scope)) as Resource["properties"];
          return resolved;
        },
      };
    });
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]));

  return {
    region: place.region,
    account: place.account,
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    resource(logicalId) {
      const found = byId.get(logicalId);
      if (!found) throw new Error(`the template has no resource ${logicalId}`);
      return found;
    },
    find(prefix, type) {
      const found = resources.filter((one) => one.type === type && one.logicalId.startsWith(prefix));
      const [only] = found;
      if (!only || found.length > 1) {
        const names = found.map((one) => one.logicalId).join(", ") || "none";
        throw new Error(`expected one ${type} whose logical id begins with ${prefix}, found ${names}`);
      }
      return only;
    },
    nameOf,
    arnOf: (logicalId) => arnOf(typeOf(logicalId), place, nameOf(logicalId)),
  };
}

function rawResource(raw: RawTemplate, logicalId: string): RawResource {
  const found = raw.Resources[logicalId];
  if (!found) throw new Error(`the template has no resource ${logicalId}`);
  return found;
}

function physicalName(raw: RawTemplate, logicalId: string, scope: Scope): string {
  const { Type, Properties = {} } = rawResource(raw, logicalId);
  const given = Properties[namePropertyOf(Type) ?? ""];
  return given === undefined ? generatedName(Type, logicalId) : String(resolveIntrinsics(given, scope));
}

function scopeOf(raw: RawTemplate, place: Place): Scope {
  const pseudoParameters: Readonly<Record<string, unknown>> = {
    "AWS::Region": place.region,
    "AWS::AccountId": place.account,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": place.urlSuffix,
    "AWS::StackName": "Habeas",
    "AWS::StackId": `arn:aws:cloudformation:${place.region}:${place.account}:stack/Habeas/local`,
    "AWS::NotificationARNs": [],
    "AWS::NoValue": NO_VALUE,
  };
  const scope: Scope = {
    ref(name) {
      if (Object.hasOwn(pseudoParameters, name)) return pseudoParameters[name];
      const parameter = raw.Parameters?.[name];
      if (parameter) return parameter.Default;
      return refOf(rawResource(raw, name).Type, place, physicalName(raw, name, scope));
    },
    attribute: (logicalId, attribute) =>
      attributeOf(rawResource(raw, logicalId).Type, place, physicalName(raw, logicalId, scope), attribute),
    condition(name) {
      if (!Object.hasOwn(raw.Conditions ?? {}, name))
        throw new Error(`the template has no condition ${name}`);
      return raw.Conditions?.[name];
    },
    mapping: (map, first, second) => raw.Mappings?.[map]?.[first]?.[second],
  };
  return scope;
}

/** CDK joins an API's address from its id and region; here that whole address is the local site. */
function siteAddresses(raw: RawTemplate, place: Place, nameOf: (logicalId: string) => string) {
  const { siteUrl } = place;
  if (!siteUrl) return (value: unknown) => value;
  const addresses = Object.entries(raw.Resources)
    .filter(([, { Type }]) => Type === "AWS::ApiGatewayV2::Api")
    .map(([logicalId]) => executeApiUrl(place, nameOf(logicalId)));
  const replaceIn = (value: unknown): unknown => {
    if (typeof value === "string") {
      return addresses.reduce((text, address) => text.replaceAll(address, siteUrl), value);
    }
    if (Array.isArray(value)) return value.map(replaceIn);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, replaceIn(entry)]));
  };
  return replaceIn;
}
