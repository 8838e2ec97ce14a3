import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** A `ws` server that does nothing but send a text to all of its sockets when it is told to: what fan-out is compared with. */
export type BareOrder = { readonly text: string };
export type BareAnswer = { readonly url?: string /** When it began to send. */; readonly at?: number };

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false, backlog: 4_096 });
const answer = (what: BareAnswer) => process.send?.(what);

server.once('listening', () => {
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  answer({ url: `http://127.0.0.1:${port}` });
});
process.on('message', (message) => {
  const { text } = message as BareOrder; // `fan-out.ts` sends nothing else
  answer({ at: Date.now() });
  for (const socket of server.clients) if (socket.readyState === WebSocket.OPEN) socket.send(text);
});
process.on('disconnect', () => process.exit());
