import { type ClientFrame, ServerFrame } from '@ticketing/contracts/live.ts';
import { WebSocket } from 'ws';

type Frame<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;
export type ChangeFrame = Frame<'change'>;

export type LiveClient = {
  /** Every frame that came, in order, as it was parsed by the contract. */
  readonly frames: readonly ServerFrame[];
  /** The same as it stood on the wire. */
  readonly raw: readonly string[];
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  send(frame: ClientFrame): void;
  /** The next frame of this type that has not been waited for. */
  next<Type extends ServerFrame['type']>(type: Type): Promise<Frame<Type>>;
  /** Signs in and waits for the answer. */
  authenticate(access: string): Promise<void>;
  /** Asks for a channel and waits for the answer to it. @param after a cursor to go on from */
  subscribe(channel: string, after?: string): Promise<Frame<'subscribed'> | Frame<'refused'>>;
  /** Resolves when everything that was sent before has arrived. */
  everythingArrived(): Promise<void>;
  changes(): ChangeFrame[];
};

/** Connects to `/ws` and records every frame. */
export async function liveClient(url: string, options: { autoPong?: boolean } = {}): Promise<LiveClient> {
  const socket = new WebSocket(url, options);
  const frames: ServerFrame[] = [];
  const raw: string[] = [];
  const waited = new Set<ServerFrame>();
  const arrivals = new Set<() => void>();
  let end: { code: number; reason: string } | undefined;

  socket.on('message', (data) => {
    const text = String(data);
    raw.push(text);
    frames.push(ServerFrame.parse(JSON.parse(text)));
    for (const arrived of arrivals) arrived();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      end = { code, reason: String(reason) };
      for (const arrived of arrivals) arrived();
      resolve(end);
    });
  });
  await new Promise((open, failed) => {
    socket.once('open', open).once('error', failed);
  });
  socket.on('error', () => undefined);

  function find<Found>(look: () => Found | undefined, what: string): Promise<Found> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = look();
        if (found !== undefined) resolve(found);
        else if (end) reject(new Error(`closed with ${end.code} ${end.reason} while waiting for ${what}`));
        else return;
        arrivals.delete(check);
      };
      arrivals.add(check);
      check();
    });
  }

  const send = (frame: ClientFrame) => socket.send(JSON.stringify(frame));
  const next: LiveClient['next'] = (type) =>
    find(() => {
      const frame = frames.find((one) => one.type === type && !waited.has(one));
      if (frame) waited.add(frame);
      // Found by its type.
      return frame as Frame<typeof type> | undefined;
    }, type);

  return {
    frames,
    raw,
    socket,
    closed,
    send,
    next,
    async authenticate(access) {
      send({ type: 'authenticate', access });
      await next('authenticated');
    },
    subscribe(channel, after) {
      const from = frames.length;
      send({ type: 'subscribe', channel, ...(after !== undefined && { after }) });
      return find(
        () =>
          frames
            .slice(from)
            .filter((frame) => frame.type === 'subscribed' || frame.type === 'refused')
            .find((frame) => frame.channel === channel),
        `an answer to ${channel}`,
      );
    },
    async everythingArrived() {
      send({ type: 'ping' });
      await next('pong');
    },
    changes: () => frames.filter((frame) => frame.type === 'change'),
  };
}
