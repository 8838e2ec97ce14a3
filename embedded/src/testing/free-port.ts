import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A TCP port of 127.0.0.1 that nothing listens on. The system hands ports out in turn, so the chance that
 * another program takes it before the caller does is small; it is not nothing.
 */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await new Promise<number>((listening, failed) => {
    probe.once('error', failed).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      if (address === null || typeof address === 'string') {
        failed(new Error('The system gave a listening socket no port.'));
      } else {
        listening(address.port);
      }
    });
  });
  await new Promise<void>((closed) => probe.close(() => closed()));
  return port;
}

/**
 * A free port below those that the system gives to outgoing connections: what is killed and starts again on it must
 * not find that one of the many connections made meanwhile sits there.
 *
 * @param taken is never given again
 */
export async function quietPort(taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
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
