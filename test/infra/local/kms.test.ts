import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerKms, ensureKeyMaterial, type KmsInput, kmsNeeds } from "../../../infra/local/kms.ts";
import { fixtureTemplate } from "./fixture-stack.ts";

const template = fixtureTemplate();
const KeyId = template.arnOf(template.find("Key", "AWS::KMS::Key").logicalId);
const EncryptionContext = { table: "Records", purpose: "test" };
const Plaintext = Buffer.from("a data key").toString("base64");

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), "habeas-kms-"));
  ensureKeyMaterial(template, data, true);
});
afterAll(() => rmSync(data, { recursive: true }));

const ask = (operation: string, input: KmsInput) =>
  JSON.parse(answerKms(template, data, operation, input).body.toString()) as Record<string, string>;
const seal = (): string => ask("Encrypt", { KeyId, Plaintext, EncryptionContext }).CiphertextBlob ?? "";

describe("a key of the template", () => {
  test("opens what it sealed, whatever the order of the encryption context", () => {
    const reordered = { purpose: "test", table: "Records" };
    expect(ask("Decrypt", { CiphertextBlob: seal(), EncryptionContext: reordered })).toEqual({
      KeyId,
      Plaintext,
    });
  });

  test("opens nothing in another encryption context, nor what was tampered with", () => {
    const bytes = Buffer.from(seal(), "base64");
    bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1);
    const forged = { CiphertextBlob: bytes.toString("base64"), EncryptionContext };
    for (const input of [{ CiphertextBlob: seal() }, forged, { CiphertextBlob: "AAAA" }]) {
      expect(ask("Decrypt", input).__type).toBe("InvalidCiphertextException");
    }
  });

  test("makes a data key and gives it both open and sealed", () => {
    const { Plaintext: open, CiphertextBlob = "" } = ask("GenerateDataKey", { KeyId });
    expect(Buffer.from(open ?? "", "base64")).toHaveLength(32);
    expect(ask("Decrypt", { CiphertextBlob }).Plaintext).toBe(open);
  });

  test("keeps its material when it is asked for again", () => {
    const CiphertextBlob = seal();
    ensureKeyMaterial(template, data, false);
    expect(ask("Decrypt", { CiphertextBlob, EncryptionContext }).Plaintext).toBe(Plaintext);
  });

  test("is what IAM is asked about, also when only the ciphertext names it", () => {
    const [need] = kmsNeeds(template, "Decrypt", { CiphertextBlob: seal(), EncryptionContext });
    expect(need).toEqual({
      action: "kms:Decrypt",
      resources: [KeyId],
      context: { "kms:encryptioncontext:table": ["Records"], "kms:encryptioncontext:purpose": ["test"] },
    });
  });
});
