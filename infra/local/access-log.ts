interface StageProperties {
  readonly AccessLogSettings?: { readonly Format?: string };
}

/** Writes one line per request in the stage's own format, as API Gateway does; nothing when it has none. */
export function accessLogOf(
  stage: Readonly<Record<string, unknown>>,
  write: (line: string) => void,
): (context: Readonly<Record<string, string | number>>) => void {
  const format = (stage as StageProperties).AccessLogSettings?.Format;
  if (format === undefined) return () => {};
  return (context) => {
    const line = format.replace(/\$context\.([A-Za-z.]+)/g, (_, name: string) =>
      String(context[name] ?? "-"),
    );
    write(`${line}\n`);
  };
}
