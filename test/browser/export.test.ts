import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forms } from "../../functions/intake/forms.ts";
import { given } from "../given.ts";
import { erasureStack, settled } from "../journeys/erasing.ts";
import { fillIn, formWith } from "../journeys/fill.ts";
import { multipart } from "../journeys/visitor.ts";
import { accessibilityProblems, startChromium } from "./chromium.ts";
import { formulasIn, separators } from "./spreadsheet.ts";

const stack = await erasureStack();
const chromium = startChromium();
const folder = mkdtempSync(join(tmpdir(), "habeas-copy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything but an application, at which a person has to look first. */
const answered = forms.filter(({ slug }) => !["job-application", "referral"].includes(slug));
const ann = given.address();
const bob = given.address("bob");
/** The references of what each has sent. */
const sent: Record<string, string[]> = {};

/** A spreadsheet would calculate it, where it takes a line for a cell. */
const MESSAGE = "x\n=cmd|'/c calc'!A1\n@SUM(1);=1+1";

/** A form with everything that it asks, from a network of its own. */
async function send(slug: string, email: string): Promise<string> {
  const program = stack.program();
  const page = await stack.browser().get(`/forms/${slug}`);
  const filled = fillIn(formWith(page.text, "email"), email);
  const body = await multipart({ ...filled, ...(slug === "contact" ? { message: MESSAGE } : {}) });
  const answer = await program.post(`/forms/${slug}`, body);
  if (answer.status !== 202) throw new Error(`${slug}: ${answer.status} ${answer.text}`);
  return String(answer.json().reference);
}

/**
 * Asks for a copy in the browser, confirms it there, and follows the letters until the file is there.
 * @param meanwhile before it is confirmed: an address that has proved nothing gets one letter in five minutes, and here
 * that is the one about the request.
 */
async function download(meanwhile: () => Promise<void>): Promise<string> {
  const page = await chromium.somebody();
  await page.goto(`${stack.url}/rights/access`);
  await page.getByLabel("Your e-mail address").fill(ann);
  await page.getByLabel(/where you live|country|live/i).selectOption("DE");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("heading", { name: "Check your mail" }).waitFor();
  await stack.settled();
  await meanwhile();
  const asked = (await stack.inbox.lettersTo(ann)).findLast(({ subject }) =>
    /confirm your request/.test(subject),
  );
  await page.goto(`${stack.url}/verify#${asked?.token}`);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("heading", { name: "Confirmed" }).waitFor();
  await settled(stack);

  const ready = (await stack.inbox.lettersTo(ann)).findLast(
    ({ subject }) => subject === "Your copy is ready",
  );
  await page.goto(`${stack.url}/request#${ready?.statusToken}`);
  await page.getByRole("button", { name: "Show my request" }).click();
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByRole("heading", { name: "Fetch your copy" }).waitFor();
  await stack.settled();
  const { code } = await stack.inbox.letterTo(ann);
  await page.getByLabel("Code from the e-mail").fill(code);
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const archive = join(folder, "copy.zip");
  await (await coming).saveAs(archive);
  return archive;
}

beforeAll(async () => {
  const archive = await download(async () => {
    for (const email of [ann, bob])
      sent[email] = await Promise.all(answered.map(({ slug }) => send(slug, email)));
  });
  execFileSync("unzip", ["-q", archive, "-d", join(folder, "copy")]);
});

const read = (name: string) => readFileSync(join(folder, "copy", name), "utf8");

describe("a copy that was asked for, confirmed, fetched with a code and unzipped", () => {
  test("keeps to its own schema, as another validator reads it", () => {
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    formats.default(ajv);
    const valid = ajv.compile(JSON.parse(read("data.schema.json")));

    expect([valid(JSON.parse(read("data.json"))), valid.errors]).toEqual([true, null]);
  });

  test("has every submission of the person, and nothing of anybody else", () => {
    const text = read("data.json");
    for (const reference of sent[ann] ?? []) expect(text).toContain(reference);
    const { records } = JSON.parse(text) as { records: { fields: { message?: string } }[] };
    expect(records.map(({ fields }) => fields.message)).toContain(MESSAGE);
    const foreign = [bob, ...(sent[bob] ?? [])];
    for (const name of readdirSync(join(folder, "copy"), { recursive: true, withFileTypes: true }))
      if (name.isFile()) {
        const content = readFileSync(join(name.parentPath, name.name), "utf8");
        expect(foreign.filter((one) => content.includes(one))).toEqual([]);
      }
  });

  test("has one table of each kind, with a row for each thing and no cell that is a formula", () => {
    const tables = readdirSync(join(folder, "copy", "csv"));
    for (const { slug } of answered) {
      const rows = parse(read(`csv/${slug}.csv`), { bom: true }) as string[][];
      expect(rows).toHaveLength(2);
    }
    for (const name of tables)
      for (const row of parse(read(`csv/${name}`), { bom: true }) as string[][])
        for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n\0＝＋－＠]/);
  });

  test.each(Object.keys(separators) as (keyof typeof separators)[])(
    "opens in LibreOffice with a %s between the columns, and no cell is a formula",
    (separator) => {
      const csv = join(folder, "copy", "csv");
      const tables = readdirSync(csv).map((name) => join(csv, name));
      expect(tables.length).toBeGreaterThan(answered.length);
      expect(formulasIn(tables, separator)).toEqual([]);
    },
  );

  test("reads in a browser without a network, and keeps to WCAG 2.2 AA", async () => {
    const page = await chromium.somebody();
    const broken: string[] = [];
    page.on("requestfailed", (request) => broken.push(request.url()));
    page.on("console", (message) => broken.push(message.text()));
    const pages = [
      "index.html",
      "about.html",
      ...readdirSync(join(folder, "copy", "records")).map((n) => `records/${n}`),
    ];
    for (const name of pages) {
      await page.goto(pathToFileURL(join(folder, "copy", name)).href);
      expect([name, await accessibilityProblems(page)]).toEqual([name, []]);
    }
    expect(broken).toEqual([]);
  });
});
