import { vi } from "vitest";

/** The lines that are logged meanwhile. */
export async function logged(act: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const written = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
  try {
    await act();
    const lines = written.flatMap(({ mock }) => mock.calls.flatMap(([text]) => String(text).split("\n")));
    return lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  } finally {
    for (const one of written) one.mockRestore();
  }
}
