import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Vault } from "./vault.ts";

/**
 * Reads the vault key once per cold start, at the first use, so that pages that need no vault do not wait for it. A
 * failed read is not remembered: the next request tries again.
 */
export function vaultOf(secret: string): () => Promise<Vault> {
  const client = new SecretsManagerClient({});
  let reading: Promise<Vault> | undefined;
  return () => {
    reading ??= read(client, secret).catch((error: unknown) => {
      reading = undefined;
      throw error;
    });
    return reading;
  };
}

async function read(client: SecretsManagerClient, secret: string): Promise<Vault> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
  if (SecretString === undefined || SecretString.length < 43)
    throw new Error("The vault key is missing or too short");
  return new Vault(SecretString);
}
