import { once } from "node:events";
import { createServer } from "node:net";
import { PortTaken } from "./start-failure.ts";

/** Everything listens here and nowhere else. */
export const LOOPBACK = "127.0.0.1";

/** Site, inbox and gateway sit side by side. */
const PORTS_NEEDED = 3;
// Below the range from which systems take the ports of outgoing connections.
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** @throws PortTaken when `port` or one of the two after it is in use */
export async function assertPortsFree(port: number): Promise<void> {
  for (let offset = 0; offset < PORTS_NEEDED; offset++) {
    if (!(await isFree(port + offset))) throw new PortTaken(port + offset);
  }
}

/** The first of three free ports in a row, where two stacks that look at the same time are unlikely to meet. */
export async function findFreePorts(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    try {
      await assertPortsFree(port);
      return port;
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
    }
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(port, LOOPBACK);
    await once(probe, "listening");
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}
