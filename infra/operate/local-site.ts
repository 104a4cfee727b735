/** The local stack of this machine, as the commands reach it. */
export interface LocalSite {
  /** What people open. */
  readonly url: string;
  /** For a client of the SDK. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  /** One line that says what to do. @param asWhat how what was asked would have answered: "as a desk does". */
  readonly explain: (error: Error, asWhat: string) => string;
}

const DEFAULT_PORT = 3000;

export function localSite(env: NodeJS.ProcessEnv): LocalSite {
  const port = Number(env.PORT || DEFAULT_PORT);
  const url = `http://127.0.0.1:${port}`;
  // Site, inbox and gateway sit side by side (infra/local/ports.ts).
  const endpoint = `http://127.0.0.1:${port + 2}`;
  return {
    url,
    client: {
      endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "operator", secretAccessKey: "local" },
      maxAttempts: 1,
    },
    explain: (error, asWhat) =>
      "code" in error && error.code === "ECONNREFUSED"
        ? `No local stack answers at ${url}. Start one with "npm start", set PORT as it was started with, or ask a deployed one with --deployed.`
        : `What listens at ${endpoint} gave no answer ${asWhat} (${error.name}: ${error.message}).`,
  };
}
