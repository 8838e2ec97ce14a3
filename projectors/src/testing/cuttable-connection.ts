import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that a test can cut, or make swallow everything as a network does that lost its route. */
export async function cuttableConnection(target: string) {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: 'open' | 'cut' | 'silent' = 'open';

  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (chunk) => {
        if (state !== 'silent') to.write(chunk);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        if (to.destroyed) pairs.delete(pair);
        // What is lost on the way tells nobody that it is.
        else if (state !== 'silent') to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  const dropAll = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };

  return {
    url: url.href,
    /** Every connection ends, and no new one is taken. */
    cut(): void {
      state = 'cut';
      dropAll();
    },
    /** Connections stay, and nothing gets through any more. */
    swallow(): void {
      state = 'silent';
    },
    /** New connections work again; those of before do not come back. */
    mend(): void {
      state = 'cut';
      dropAll();
      state = 'open';
    },
    async close(): Promise<void> {
      state = 'cut';
      dropAll();
      server.close();
      await once(server, 'close');
    },
  };
}

export type CuttableConnection = Awaited<ReturnType<typeof cuttableConnection>>;
