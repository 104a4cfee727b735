/** Node's timers fire at once when they are asked for more than this many milliseconds. */
const REACH = 2 ** 31 - 1;

/** Calls `act` at a time in milliseconds since the epoch, however far away. @returns a function that takes it back */
export function at(time: number, act: () => void): () => void {
  let timer: NodeJS.Timeout;
  const set = () => {
    const left = time - Date.now();
    timer = left > REACH ? setTimeout(set, REACH) : setTimeout(act, Math.max(left, 0));
  };
  set();
  return () => clearTimeout(timer);
}
