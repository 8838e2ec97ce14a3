import { type ClientFrame, ServerFrame, type Typing } from '@ticketing/contracts/live.ts';
import { WebSocket } from 'ws';
import type { Person } from './person.ts';
import type { StackPlace } from './stack-place.ts';

/** A WebSocket client without an app around it: it asks for whatever it is told to and keeps every frame. */
export type ChannelListener = {
  /** Frames as they came. */
  readonly frames: readonly string[];
  /** Resolves with the server's answer. */
  subscribe(channel: string): Promise<'subscribed' | 'refused'>;
  /** Shows the person on the channel, and resolves when it is told who else is there or that they may not. */
  present(channel: string): Promise<'present' | 'refused'>;
  leave(channel: string): void;
  /** Says that the person writes something there. */
  typing(channel: string, what: Typing): void;
  close(): void;
};

export async function listenToChannels(
  place: Pick<StackPlace, 'apiUrl'>,
  person: Pick<Person, 'access'>,
): Promise<ChannelListener> {
  const socket = new WebSocket(`${place.apiUrl.replace('http', 'ws')}/ws`);
  const frames: string[] = [];
  const waiting = new Map<string, (answer: 'subscribed' | 'refused') => void>();
  const entering = new Map<string, (answer: 'present' | 'refused') => void>();
  const send = (frame: ClientFrame) => socket.send(JSON.stringify(frame));
  const authenticated = new Promise<void>((done, failed) => {
    socket.on('error', failed).on('close', (code) => failed(new Error(`the socket was closed with ${code}`)));
    socket.on('message', (data) => {
      const text = String(data);
      frames.push(text);
      const frame = ServerFrame.parse(JSON.parse(text));
      if (frame.type === 'authenticated') done();
      if (frame.type === 'subscribed' || frame.type === 'refused') waiting.get(frame.channel)?.(frame.type);
      if (frame.type === 'presence') entering.get(frame.channel)?.('present');
      // The detail of a refusal names the channel.
      if (frame.type === 'error') entering.get(frame.detail.replace('not on ', ''))?.('refused');
    });
  });
  socket.on('open', () => send({ type: 'authenticate', access: person.access }));
  await authenticated;
  return {
    frames,
    subscribe(channel) {
      const answered = new Promise<'subscribed' | 'refused'>((answer) => waiting.set(channel, answer));
      send({ type: 'subscribe', channel });
      return answered;
    },
    present(channel) {
      const answered = new Promise<'present' | 'refused'>((answer) => entering.set(channel, answer));
      send({ type: 'present', channel, here: true });
      return answered;
    },
    leave: (channel) => send({ type: 'present', channel, here: false }),
    typing: (channel, what) => send({ type: 'typing', channel, what }),
    close: () => socket.terminate(),
  };
}
