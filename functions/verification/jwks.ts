import { type Answer, json } from "../edge/http-answer.ts";
import type { ReceiptKey } from "../records/receipt-key.ts";

/** The public key that receipts are checked with (RFC 7517). */
export async function showKeys(receiptKey: ReceiptKey): Promise<Answer> {
  return json(200, { keys: [await receiptKey.publicKey()] });
}
