import type { ClientFrame, ServerFrame } from '@ticketing/contracts/live.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ChannelEvent, LiveSocket, type Socket } from './live-socket.ts';
import { card } from './testing/samples.ts';

/** A socket whose other end is the test. */
class ScriptedSocket implements Socket {
  readyState: Socket['readyState'] = 0;
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  onerror: Socket['onerror'] = null;
  readonly sent: ClientFrame[] = [];
  closed = false;

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }
  close(): void {
    this.closed = true;
    this.readyState = 3;
  }
  accept(): void {
    this.readyState = 1;
    // The handlers use neither `this` nor the event of these kinds.
    this.onopen?.call(this as never, new Event('open'));
  }
  say(frame: ServerFrame): void {
    this.onmessage?.call(this as never, { data: JSON.stringify(frame) } as MessageEvent);
  }
  fail(): void {
    this.readyState = 3;
    this.onclose?.call(this as never, {} as CloseEvent);
  }
  get subscribed(): string[] {
    return this.sent.flatMap((frame) => (frame.type === 'subscribe' ? [frame.channel] : []));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function live() {
  const sockets: ScriptedSocket[] = [];
  const socket = new LiveSocket({
    url: 'ws://api.test/ws',
    accessToken: async () => 'h.e30.s',
    open: () => {
      const next = new ScriptedSocket();
      sockets.push(next);
      return next;
    },
  });
  const online = async () => {
    await vi.advanceTimersByTimeAsync(0);
    const last = sockets.at(-1);
    if (last === undefined) throw new Error('no socket was opened');
    last.accept();
    last.say({ type: 'authenticated', userId: 'nino' });
    return last;
  };
  return { socket, sockets, online };
}

const change = (position: string): ServerFrame => ({
  type: 'change',
  channel: 'project:ops',
  position,
  actorId: 'giorgi',
  commandId: `command-${position}`,
  change: { entity: 'card', id: 'a', row: card('a') },
});

test('it authenticates first, then subscribes', async () => {
  const { socket, online } = live();
  socket.subscribe('project:ops', () => undefined);
  const end = await online();
  expect(end.sent).toEqual([
    { type: 'authenticate', access: 'h.e30.s' },
    { type: 'subscribe', channel: 'project:ops' },
  ]);
  expect(socket.status).toBe('online');
});

test('a channel is subscribed once for all its listeners, and left with the last one', async () => {
  const { socket, online } = live();
  const heard: string[] = [];
  const first = socket.subscribe('project:ops', () => heard.push('first'));
  const end = await online();
  const second = socket.subscribe('project:ops', () => heard.push('second'));
  expect(end.subscribed).toEqual(['project:ops']);
  end.say(change('110'));
  expect(heard).toEqual(['first', 'second']);
  first();
  expect(end.sent.some((frame) => frame.type === 'unsubscribe')).toBe(false);
  second();
  expect(end.sent.at(-1)).toEqual({ type: 'unsubscribe', channel: 'project:ops' });
});

test('after a break it comes back by itself, subscribes again and says from which position on', async () => {
  const { socket, sockets, online } = live();
  const events: ChannelEvent[] = [];
  socket.subscribe('project:ops', (event) => events.push(event));
  const first = await online();
  first.say({ type: 'subscribed', channel: 'project:ops', position: '100' });
  first.fail();
  expect(socket.status).toBe('offline');
  await vi.advanceTimersByTimeAsync(600);
  expect(sockets).toHaveLength(2);
  const second = await online();
  expect(second.subscribed).toEqual(['project:ops']);
  second.say({ type: 'subscribed', channel: 'project:ops', position: '140' });
  expect(events).toEqual([
    { type: 'subscribed', position: '100' },
    { type: 'subscribed', position: '140' },
  ]);
  expect(socket.status).toBe('online');
});

test('breaks in a row wait longer and longer, at most fifteen seconds', async () => {
  const { socket, sockets } = live();
  socket.subscribe('project:ops', () => undefined);
  await vi.advanceTimersByTimeAsync(0);
  for (let round = 0; round < 8; round++) {
    sockets.at(-1)?.fail();
    await vi.advanceTimersByTimeAsync(15_000);
  }
  expect(sockets).toHaveLength(9);
  sockets.at(-1)?.fail();
  await vi.advanceTimersByTimeAsync(7_000);
  expect(sockets).toHaveLength(9);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(sockets).toHaveLength(10);
});

test('a connection that falls silent is given up', async () => {
  const { socket, online } = live();
  socket.subscribe('project:ops', () => undefined);
  const end = await online();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(end.sent.at(-1)).toEqual({ type: 'ping' });
  end.say({ type: 'pong' });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(socket.status).toBe('online');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(socket.status).toBe('offline');
  expect(end.closed).toBe(true);
});

test('changes are remembered for reads that set out before they came', async () => {
  const { socket, online } = live();
  socket.subscribe('project:ops', () => undefined);
  const end = await online();
  end.say(change('110'));
  end.say(change('120'));
  expect(socket.recent('project:ops').map((frame) => frame.position)).toEqual(['110', '120']);
  expect(socket.recent('project:web')).toEqual([]);
});

test('after signing out nothing is heard and nothing reconnects', async () => {
  const { socket, sockets, online } = live();
  const events: ChannelEvent[] = [];
  socket.subscribe('project:ops', (event) => events.push(event));
  const end = await online();
  socket.close();
  end.say(change('110'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(events).toEqual([]);
  expect(sockets).toHaveLength(1);
  expect(socket.status).toBe('idle');
});
