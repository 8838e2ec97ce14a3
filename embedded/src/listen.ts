import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EmbeddedStartError } from './embedded-start-error.ts';

/** Listens and answers the port. @throws EmbeddedStartError naming the setting to change when the port is taken */
export async function listen(server: Server, host: string, port: number, setting: string): Promise<number> {
  const failed = once(server, 'error').then(([error]) => {
    throw error;
  });
  try {
    server.listen(port, host);
    await Promise.race([once(server, 'listening'), failed]);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // node:net fails with an errno
    if (code === 'EADDRINUSE') {
      throw new EmbeddedStartError(
        `Port ${port} on ${host} is taken by another program.`,
        `Stop that program, or set ${setting} to a free port, for example: ${setting}=${port + 1} npm start`,
      );
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new EmbeddedStartError(
        `${host} is no address of this machine.`,
        'Set HOST to one that is, or leave it out for 127.0.0.1.',
      );
    }
    if (code === 'EACCES') {
      throw new EmbeddedStartError(`Port ${port} may not be used.`, `Set ${setting} to a port above 1023.`);
    }
    throw error;
  }
  failed.catch(() => undefined);
  return (server.address() as AddressInfo).port; // a TCP server's address is never a string
}

/** Stops listening and ends what is still connected. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
