import { type ClientFrame, ServerFrame } from '@ticketing/contracts/live.ts';
import { WebSocket } from 'ws';
import type { ChangeFrame } from './live-client.ts';

export type ResumingClient = {
  /** Changes as they came on a channel, over all connections, without their cursors. */
  changesOn(channel: string): Omit<ChangeFrame, 'cursor'>[];
  /** Answers to subscriptions, over all connections. */
  readonly answers: readonly Extract<ServerFrame, { type: 'subscribed' | 'refused' }>[];
  readonly connections: () => number;
  /** From now on it stays connected. */
  calmDown(): void;
  close(): void;
};

/**
 * A client that breaks off its connection again and again, goes to the next node, and asks to go on from the newest
 * cursor that it has.
 * @param options.framesUntilBreak how many frames it takes before it breaks off, asked for each connection
 */
export function resumingClient(options: {
  readonly urls: readonly string[];
  readonly access: string;
  readonly channels: readonly string[];
  readonly framesUntilBreak: () => number;
}): ResumingClient {
  const changes: ChangeFrame[] = [];
  const answers: Extract<ServerFrame, { type: 'subscribed' | 'refused' }>[] = [];
  const cursors = new Map<string, string>();
  let connections = 0;
  let socket: WebSocket | undefined;
  let restless = true;
  let closed = false;

  function connect(): void {
    const url = options.urls[connections++ % options.urls.length];
    if (url === undefined || closed) return;
    let left = options.framesUntilBreak();
    const own = new WebSocket(url);
    socket = own;
    const send = (frame: ClientFrame) => own.send(JSON.stringify(frame));
    const breakOff = () => {
      if (socket !== own) return;
      socket = undefined;
      own.terminate();
      connect();
    };
    own.on('open', () => send({ type: 'authenticate', access: options.access }));
    own.on('error', () => undefined);
    own.on('close', breakOff);
    own.on('message', (data) => {
      // What a client that broke off still had in its buffers, it never saw.
      if (socket !== own) return;
      take(ServerFrame.parse(JSON.parse(String(data))), send);
      left -= 1;
      if (restless && left <= 0) breakOff();
    });
  }

  function take(frame: ServerFrame, send: (frame: ClientFrame) => void): void {
    switch (frame.type) {
      case 'authenticated':
        for (const channel of options.channels) {
          const after = cursors.get(channel);
          send({ type: 'subscribe', channel, ...(after !== undefined && { after }) });
        }
        send({ type: 'ping' });
        return;
      case 'subscribed':
        answers.push(frame);
        cursors.set(frame.channel, frame.cursor);
        return;
      case 'refused':
        answers.push(frame);
        return;
      case 'change':
        changes.push(frame);
        cursors.set(frame.channel, frame.cursor);
        return;
      case 'pong':
        for (const [channel, cursor] of Object.entries(frame.cursors)) cursors.set(channel, cursor);
        return;
      case 'unsubscribed':
      case 'presence':
      case 'error':
        return;
      default:
        frame satisfies never;
    }
  }

  connect();
  return {
    answers,
    connections: () => connections,
    changesOn: (channel) =>
      changes.filter((frame) => frame.channel === channel).map(({ cursor: _, ...frame }) => frame),
    calmDown() {
      restless = false;
    },
    close() {
      closed = true;
      socket?.terminate();
      socket = undefined;
    },
  };
}
