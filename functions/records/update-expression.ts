/**
 * SET and REMOVE for attributes whose names are data: every name has a placeholder, as DynamoDB reserves some 570
 * words. At least one attribute must be set.
 */
export function updateOf(set: Readonly<Record<string, unknown>>, remove: readonly string[] = []) {
  const gained = Object.entries(set);
  const sets = gained.map((_, i) => `#s${i} = :s${i}`).join(", ");
  const removes = remove.map((_, i) => `#r${i}`).join(", ");
  return {
    UpdateExpression: removes === "" ? `SET ${sets}` : `SET ${sets} REMOVE ${removes}`,
    names: Object.fromEntries([
      ...gained.map(([name], i) => [`#s${i}`, name]),
      ...remove.map((name, i) => [`#r${i}`, name]),
    ]) as Record<string, string>,
    values: Object.fromEntries(gained.map(([, value], i) => [`:s${i}`, value])) as Record<string, unknown>,
  };
}
