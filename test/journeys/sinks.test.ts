import { expect, it } from "vitest";
import { given } from "../given.ts";
import { filesBelow, foundIn } from "./canaries.ts";
import { json, multipart, urlencoded } from "./visitor.ts";

const address = "Änne.Canary+Forms@Canary-Mail.example".replace("Ä", "A");
const canaries = {
  address,
  name: "Zoë Kanarienvogel-Quux",
  telephone: "+44 20 7946 0958 77",
  message: "The heron flies at dawn over Loch Ness: 47 % <b>überall</b>",
  document: "SECRET-CV-OF-A-CANARY-BIRD",
  fileName: "kanarienvogel-lebenslauf.pdf",
};

it("What a person wrote and every secret of a letter is read in no sink but the letter itself", async () => {
  const site = await given.localStack();
  const browser = site.browser();
  // With the disturbances of a bad day: what fails is logged, retried and given up.
  const faults = [
    "dynamodb:TransactWriteItems",
    "dynamodb:UpdateItem",
    "ses:SendRawEmail",
    "dynamodb:DeleteItem",
  ];
  for (const action of faults) {
    site.gateway.inject({ action, when: "before", times: 5 });
    site.gateway.inject({ action, when: "after", times: 1 });
  }
  const { name, telephone: phone, message } = canaries;
  const contact = { name, email: address, phone, message };
  let sent = await browser.post("/forms/contact", urlencoded(contact));
  for (let tries = 1; sent.status !== 303 && tries < 5; tries += 1)
    sent = await browser.post("/forms/contact", urlencoded(contact));
  expect(sent.status).toBe(303);
  await site.settled();
  site.gateway.clear();

  // Refused answers come by too, and must not stay anywhere either.
  await browser.post("/forms/contact", urlencoded({ ...contact, email: `${address}@`, nonsense: message }));
  await site
    .program()
    .post("/forms/contact", { type: "application/json", bytes: JSON.stringify(contact).slice(1) });
  const file = new File([`%PDF-1.7\n${canaries.document}\n%%EOF\n`], canaries.fileName);
  const application = { position: message, name, email: `cv.${address}`, cv: file };
  expect((await browser.post("/forms/job-application", await multipart(application))).status).toBe(303);
  const rights = { email: `rights.${address}`, residence: "US-CA", details: message };
  expect((await browser.post("/rights/access", urlencoded(rights))).status).toBe(303);

  const form = await site.inbox.letterTo(`cv.${address}`.toLowerCase());
  const request = await site.inbox.letterTo(rights.email.toLowerCase());
  expect((await browser.post("/verify", urlencoded({ token: form.token }))).status).toBe(200);
  await site.program().post("/verify", json({ token: request.token, code: "00000000" }));
  expect((await browser.post("/verify", urlencoded({ token: request.token }))).status).toBe(200);
  const { statusToken } = await site.inbox.letterTo(rights.email.toLowerCase());
  expect((await browser.post("/request/session", urlencoded({ token: statusToken }))).status).toBe(303);
  expect((await browser.get("/request")).status).toBe(200);
  await site.runSchedules();

  // A token begins with its person's id, which is no secret; what makes it valid is the rest.
  const half = (token: string) => token.slice(-43);
  const secrets = {
    token: half(form.token),
    requestToken: half(request.token),
    statusToken: half(statusToken),
    code: form.code,
    requestCode: request.code,
    browser: half(browser.cookies.get("__Host-habeas") ?? ""),
    session: half(browser.cookies.get("__Host-habeas-request") ?? ""),
  };
  for (const secret of Object.values(secrets)) expect(secret.length).toBeGreaterThanOrEqual(8);
  const places = new Map<string, Buffer>([
    ["tables", Buffer.from(JSON.stringify(await site.tables.everything()))],
    ["logs", Buffer.from(site.logs())],
    ["dead letters", Buffer.from(JSON.stringify(site.deadLetters()))],
    ["calls", Buffer.from(JSON.stringify(site.gateway.calls))],
  ]);
  await site.stop();
  for (const [path, bytes] of filesBelow(site.data)) if (path !== "letters.json") places.set(path, bytes);
  expect(places.size).toBeGreaterThan(8);
  // The search finds what is there: the inbox is where all of it may be read.
  const inbox = new Map([["letters.json", filesBelow(site.data).get("letters.json") ?? Buffer.alloc(0)]]);
  expect(foundIn(inbox, { token: secrets.token, address: address.toLowerCase() })).not.toEqual([]);
  expect(foundIn(inbox, { name, message, phone })).toEqual([]);
  // Neither is it blind to the emulators' own files: what may be read is found there.
  const { reference } = request;
  expect(foundIn(places, { reference }).filter((found) => found.includes("in dynamodb/"))).not.toEqual([]);
  expect(foundIn(places, { ...canaries, ...secrets })).toEqual([]);
});
