/** Says a refusal where whoever runs the stack sees it: it names the function and the action. Once, not at every retry. */
export function onceEach(): (refusal: string) => void {
  const told = new Set<string>();
  return (refusal) => {
    if (!told.has(refusal)) process.stderr.write(`AccessDenied: ${refusal}\n`);
    told.add(refusal);
  };
}
