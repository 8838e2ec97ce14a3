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
