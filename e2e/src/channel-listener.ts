import { ServerFrame } from '@ticketing/contracts/live.ts';
import { WebSocket } from 'ws';
import type { Person } from './person.ts';
import type { StackPlace } from './stack-place.ts';

/** A WebSocket client without an app around it: it asks for whatever it is told to and keeps every frame. */
export type ChannelListener = {
  /** Frames as they came. */
  readonly frames: readonly string[];
  /** Resolves with the server's answer. */
  subscribe(channel: string): Promise<'subscribed' | 'refused'>;
  close(): void;
};

export async function listenToChannels(
  place: Pick<StackPlace, 'apiUrl'>,
  person: Pick<Person, 'access'>,
): Promise<ChannelListener> {
  const socket = new WebSocket(`${place.apiUrl.replace('http', 'ws')}/ws`);
  const frames: string[] = [];
  const waiting = new Map<string, (answer: 'subscribed' | 'refused') => void>();
  const authenticated = new Promise<void>((done, failed) => {
    socket.on('error', failed).on('close', (code) => failed(new Error(`the socket was closed with ${code}`)));
    socket.on('message', (data) => {
      const text = String(data);
      frames.push(text);
      const frame = ServerFrame.parse(JSON.parse(text));
      if (frame.type === 'authenticated') done();
      if (frame.type === 'subscribed' || frame.type === 'refused') waiting.get(frame.channel)?.(frame.type);
    });
  });
  socket.on('open', () => socket.send(JSON.stringify({ type: 'authenticate', access: person.access })));
  await authenticated;
  return {
    frames,
    subscribe(channel) {
      const answered = new Promise<'subscribed' | 'refused'>((answer) => waiting.set(channel, answer));
      socket.send(JSON.stringify({ type: 'subscribe', channel }));
      return answered;
    },
    close: () => socket.terminate(),
  };
}
