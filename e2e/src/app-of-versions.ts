import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type AppOfVersions = {
  readonly url: string;
  /** From now on another version is there. */
  next(): void;
  stop(): Promise<void>;
};

/** The built app that stands at `appUrl`, at an address of its own where a new version of it can come out. */
export async function appOfVersions(appUrl: string): Promise<AppOfVersions> {
  let version = 1;
  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? '/';
      const answer = await fetch(appUrl + path);
      const body = Buffer.from(await answer.arrayBuffer());
      const headers = new Headers(answer.headers);
      // What `fetch` has unpacked is not packed any more.
      for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
      response.writeHead(answer.status, Object.fromEntries(headers));
      // To a browser a worker of other bytes is another worker.
      response.end(path === '/sw.js' ? Buffer.concat([body, Buffer.from(`\n// ${version}\n`)]) : body);
    })().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // A server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    next: () => {
      version += 1;
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
