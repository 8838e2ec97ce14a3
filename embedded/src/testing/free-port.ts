import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below those that the system gives to outgoing connections and to whoever asks for any port. */
const LOWEST = 20_000;
const HIGHEST = 32_000;
/** Test processes that run at once draw from ranges of their own. */
const RANGES = 2;

/**
 * A TCP port of 127.0.0.1 that nothing listens on. What is killed and starts again on it must not find that one of the
 * many connections made meanwhile sits there, so it is none that the system hands out.
 *
 * @param taken is never given again
 */
export async function freePort(taken: ReadonlySet<number> = new Set()): Promise<number> {
  const size = (HIGHEST - LOWEST) / RANGES;
  const lowest = LOWEST + size * (Number(process.env.VITEST_POOL_ID ?? 0) % RANGES);
  for (;;) {
    const port = randomInt(lowest, lowest + size);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((answer) => {
    probe.once('error', () => answer(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
  });
}
