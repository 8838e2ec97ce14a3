import { once } from 'node:events';
import WebSocket from 'ws';
import { openLiveSocket } from './live-socket.ts';

/** Holds many sockets and tells when the last of them had a message. The same code for the system and for the bare server. */
export type SocketsOrder = {
  readonly kind: 'live' | 'bare';
  readonly url: string;
  readonly sockets: number;
  /** The sockets are those of these people in turn. */
  readonly tokens: readonly string[];
  readonly channel: string;
};
export type SocketsAnswer =
  | { readonly kind: 'open' }
  /** Every socket had this text; `last` in milliseconds since the epoch. */
  | { readonly kind: 'heard'; readonly text: string; readonly last: number };

/** Opened at the same time: more would overrun the queue of connections that the server has not accepted yet. */
const WAVE = 50;

process.once('message', async (message) => {
  const { kind, url, sockets, tokens, channel } = message as SocketsOrder; // `fan-out.ts` sends nothing else
  const answer = (what: SocketsAnswer) => process.send?.(what);
  const counts = new Map<string, number>();
  const onText = (text: string) => {
    const count = (counts.get(text) ?? 0) + 1;
    if (count < sockets) {
      counts.set(text, count);
      return;
    }
    counts.delete(text);
    answer({ kind: 'heard', text, last: Date.now() });
  };
  for (let opened = 0; opened < sockets; opened += WAVE) {
    const wave = Array.from({ length: Math.min(WAVE, sockets - opened) }, (_, index) => {
      if (kind === 'bare') return openBareSocket(url, onText);
      const access = tokens[(opened + index) % tokens.length] ?? '';
      return openLiveSocket(url, access, channel, onText);
    });
    await Promise.all(wave);
  }
  answer({ kind: 'open' });
});
process.on('disconnect', () => process.exit());

async function openBareSocket(url: string, onText: (text: string) => void): Promise<void> {
  const socket = new WebSocket(url.replace('http', 'ws'), { perMessageDeflate: false });
  socket.on('message', (data) => onText(String(data)));
  await once(socket, 'open');
}
