import type { Item, Tables } from "./tables.ts";

const BUDGET = /^(budget#network#[^#]+#)(\d+)$/;

/** What networks have sent: a row for each, and for each ten minutes by the clock. */
export async function networkBudgets(tables: Tables): Promise<Item[]> {
  return (await tables.items("Fleeting")).filter(({ pk }) => BUDGET.test(pk));
}

/** As if these networks had sent all that they may; in the next ten minutes too, as the clock may turn meanwhile. */
export async function spend(tables: Tables, budgets: readonly Item[]): Promise<void> {
  for (const item of budgets) {
    const [, network = "", window = ""] = BUDGET.exec(item.pk) ?? [];
    for (const turn of [0, 1])
      await tables.put("Fleeting", { ...item, pk: `${network}${Number(window) + turn}`, sent: 20 });
  }
}
