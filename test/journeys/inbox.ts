import type { LocalStack } from "../../infra/local/local-stack.ts";

/** A letter as its reader understands it. */
export interface ReadLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The token of the link to confirm. */
  readonly token: string;
  readonly code: string;
  readonly reference: string;
  /** The token of the link to one's own request. */
  readonly statusToken: string;
}

interface StoredLetter {
  readonly destination: { readonly to: readonly string[] };
  readonly subject: string;
  readonly body: { readonly text: string; readonly html: string };
}

/** The mail that was delivered. */
export class Inbox {
  readonly #stack: LocalStack;

  constructor(stack: LocalStack) {
    this.#stack = stack;
  }

  /** Everything that went to one address, oldest first, once all that waits in the stream was handed over. */
  async lettersTo(address: string): Promise<ReadLetter[]> {
    await this.#stack.settled();
    const all = await this.all();
    return all.filter(({ destination }) => destination.to.includes(address)).map(read);
  }

  /** The newest letter to an address. @throws where there is none */
  async letterTo(address: string): Promise<ReadLetter> {
    const letter = (await this.lettersTo(address)).at(-1);
    if (letter === undefined) throw new Error(`no letter has come to ${address}\n${this.#stack.logs()}`);
    return letter;
  }

  /** The newest letter to each of these addresses. */
  async newest(addresses: readonly string[]): Promise<Map<string, ReadLetter>> {
    const all = (await this.all()).filter(({ destination }) =>
      destination.to.some((to) => addresses.includes(to)),
    );
    return new Map(all.map((letter) => [letter.destination.to[0] ?? "", read(letter)]));
  }

  async all(): Promise<StoredLetter[]> {
    const store = (await (await fetch(`${this.#stack.inboxUrl}/store`)).json()) as { emails: StoredLetter[] };
    return store.emails;
  }
}

function read({ subject, body: { text, html } }: StoredLetter): ReadLetter {
  const found = (pattern: RegExp) => pattern.exec(text)?.[1] ?? "";
  return {
    subject,
    text,
    html,
    token: found(/\/verify#([\w-]+)$/m),
    code: found(/^Code:\n(\S+)$/m),
    reference: found(/^Reference: (\S+)$/m).replaceAll("-", ""),
    statusToken: found(/\/request#([\w-]+)$/m),
  };
}
