import { pdf } from "../policy/documents.ts";

/** A form as a browser finds it in a page: where it goes, how, and what can be filled in. */
export interface HtmlForm {
  readonly action: string;
  readonly multipart: boolean;
  readonly controls: readonly Control[];
}

interface Control {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly options: readonly string[];
}

/** Reads the forms of a page that we made: attributes in double quotes, no nesting. */
function htmlForms(page: string): HtmlForm[] {
  return [...page.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].map(([, own = "", content = ""]) => ({
    action: attribute(own, "action"),
    multipart: attribute(own, "enctype") === "multipart/form-data",
    controls: [...content.matchAll(CONTROL)].map(([, element = "", attributes = "", rest = ""]) => ({
      name: attribute(attributes, "name"),
      type:
        element === "input" ? attribute(attributes, "inputmode") || attribute(attributes, "type") : element,
      value: attribute(attributes, "value"),
      options: [...rest.matchAll(/<option value="([^"]+)"/g)].map(([, value = ""]) => value),
    })),
  }));
}

const CONTROL = /<(input|select|textarea)\b([^>]*)>(.*?)(?=<(?:input|select|textarea)\b|$)/gs;

/** The form of a page that asks for this. @throws where there is none */
export function formWith(page: string, ...names: readonly string[]): HtmlForm {
  const asks = (form: HtmlForm, name: string) => form.controls.some((control) => control.name === name);
  const found = htmlForms(page).find((form) => names.every((name) => asks(form, name)));
  if (found === undefined) throw new Error(`no form of the page asks for ${names.join(" and ")}`);
  return found;
}

const attribute = (text: string, name: string) =>
  new RegExp(`\\b${name}="([^"]*)"`, "i").exec(text)?.[1] ?? "";

/** Fills in everything, as somebody would who gives what they are asked. */
export function fillIn(form: HtmlForm, email: string): Record<string, string | File> {
  const entries = form.controls.map((control) => [control.name, answer(control, email)] as const);
  return Object.fromEntries(entries);
}

function answer({ name, type, value, options }: Control, email: string): string | File {
  if (name === "birthDate" || name === "since") return "1990-05-17";
  switch (type) {
    case "email":
      return name === "email" ? email : "child@example.org";
    case "checkbox":
    case "hidden":
      return value;
    case "select":
      return options.find((option) => option === "DE") ?? options[0] ?? "";
    case "date":
      return inTenDays();
    case "file":
      return new File([new Uint8Array(pdf)], `${name}.pdf`, { type: "application/pdf" });
    case "tel":
      return "+44 20 7946 0000";
    case "url":
      return "https://www.example.org/talks?id=1&day=2";
    default:
      return `An answer to “${name}”, with an accent: é`;
  }
}

interface Schema {
  readonly properties: Readonly<Record<string, Property>>;
}
interface Property {
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly contentMediaType?: string;
}

/** Fills in what the OpenAPI document says a form takes, as a program would. */
export function fillFrom({ properties }: Schema, email: string): Record<string, unknown> {
  const entries = Object.entries(properties).map(([name, property]) => {
    if (name === "email") return [name, email];
    if (name === "birthDate" || name === "since") return [name, "1990-05-17"];
    if ("const" in property) return [name, property.const];
    if (property.enum) return [name, property.enum.includes("DE") ? "DE" : property.enum[0]];
    if (property.format === "email") return [name, "child@example.org"];
    if (property.format === "date") return [name, inTenDays()];
    if (property.format === "uri") return [name, "https://www.example.org/"];
    if (property.contentMediaType || property.format === "binary")
      return [name, new File([new Uint8Array(pdf)], `${name}.pdf`)];
    return [name, /phone|tel/i.test(name) ? "+44 20 7946 0000" : "An answer"];
  });
  return Object.fromEntries(entries);
}

function inTenDays(): string {
  return new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
}
