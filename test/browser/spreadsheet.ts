import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What people choose as the separator when they open a table, as LibreOffice's filter wants it. */
export const separators = { comma: 44, semicolon: 59, tab: 9 } as const;

/** What LibreOffice takes for formulas in these tables, opened with this separator. */
export function formulasIn(tables: readonly string[], separator: keyof typeof separators): string[] {
  const folder = mkdtempSync(join(tmpdir(), "habeas-sheets-"));
  try {
    // Separator, quotes, UTF-8, from the first line on. A profile of its own, as one serves one process at a time.
    const filter = `--infilter=CSV:${separators[separator]},34,76,1`;
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "profile"))}`;
    const out = join(folder, "sheets");
    const options = [profile, "--headless", "--convert-to", "fods", filter, "--outdir", out];
    execFileSync("soffice", [...options, ...tables], { stdio: "ignore" });
    const sheets = readdirSync(out);
    if (sheets.length !== tables.length) throw new Error(`LibreOffice opened ${sheets.length} tables`);
    return sheets.flatMap((name) =>
      [...readFileSync(join(out, name), "utf8").matchAll(/table:formula="([^"]*)"/g)].map(
        ([, formula = ""]) => formula,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
