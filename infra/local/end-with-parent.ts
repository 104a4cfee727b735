/** For a child of the local stack: calls `end` once when asked to end, or when the stack itself is gone. */
export function endWithParent(end: () => void): void {
  let ending = false;
  const once = () => {
    if (ending) return;
    ending = true;
    end();
  };
  process.once("SIGTERM", once);
  process.stdin.once("end", once);
  process.stdin.once("error", once);
  process.stdin.resume();
}
