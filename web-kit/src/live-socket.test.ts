import type { ClientFrame, ServerFrame } from '@ticketing/contracts/live.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChannelEvent } from './live-channels.ts';
import { LiveSocket, type Socket } from './live-socket.ts';
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
  fail(code = 1006): void {
    this.readyState = 3;
    this.onclose?.call(this as never, { code } as CloseEvent);
  }
  get subscribed(): string[] {
    return this.sent.flatMap((frame) => (frame.type === 'subscribe' ? [frame.channel] : []));
  }
  /** The cursors that it was asked to go on from. */
  get cursors(): (string | undefined)[] {
    return this.sent.flatMap((frame) => (frame.type === 'subscribe' ? [frame.after] : []));
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

const subscribed = (position: string, resumed = false): ServerFrame => ({
  type: 'subscribed',
  channel: 'project:ops',
  position,
  cursor: `at ${position}`,
  resumed,
});

const change = (position: string): ServerFrame => ({
  type: 'change',
  channel: 'project:ops',
  position,
  cursor: `after ${position}`,
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
  first.say(subscribed('100'));
  first.fail();
  expect(socket.status).toBe('offline');
  await vi.advanceTimersByTimeAsync(600);
  expect(sockets).toHaveLength(2);
  const second = await online();
  expect(second.subscribed).toEqual(['project:ops']);
  second.say(subscribed('140'));
  expect(events).toEqual([
    { type: 'subscribed', position: '100' },
    { type: 'subscribed', position: '140' },
  ]);
  expect(socket.status).toBe('online');
});

/** Breaks the connection, and comes back. */
async function broken(end: ScriptedSocket, online: () => Promise<ScriptedSocket>, code?: number) {
  end.fail(code);
  await vi.advanceTimersByTimeAsync(600);
  return online();
}

test('after a break it goes on from the newest cursor: the listeners hear what they missed and need to read nothing', async () => {
  const { socket, online } = live();
  const events: string[] = [];
  const hear = (event: ChannelEvent) =>
    events.push(event.type === 'change' ? `change ${event.frame.position}` : event.type);
  socket.subscribe('project:ops', hear);
  const first = await online();
  first.say(subscribed('100'));
  first.say(change('110'));
  const second = await broken(first, online);
  expect(second.cursors).toEqual(['after 110']);
  second.say(subscribed('140', true));
  second.say(change('120'));
  const third = await broken(second, online);
  expect(third.cursors).toEqual(['after 120']);
  third.say(subscribed('150', true));
  expect(events).toEqual(['subscribed', 'change 110', 'change 120']);
});

test('a channel that was quiet goes on from the cursor that came with the last heartbeat', async () => {
  const { socket, online } = live();
  socket.subscribe('project:ops', () => undefined);
  const first = await online();
  first.say(subscribed('100'));
  first.say({ type: 'pong', cursors: { 'project:ops': 'much later', 'project:web': 'not asked for' } });
  expect((await broken(first, online)).cursors).toEqual(['much later']);
});

test('a busy channel does not keep it from asking for the cursors of the quiet ones', async () => {
  const { socket, online } = live();
  socket.subscribe('project:ops', () => undefined);
  const end = await online();
  for (let second = 0; second < 60; second++) {
    await vi.advanceTimersByTimeAsync(1_000);
    end.say(change(String(second + 1)));
  }
  expect(end.sent.filter(({ type }) => type === 'ping').length).toBeGreaterThanOrEqual(2);
  expect(socket.status).toBe('online');
});

test('a change that the read had already, told anew after a break, is not passed on', async () => {
  const { socket, online } = live();
  const heard: string[] = [];
  socket.subscribe('project:ops', (event) => {
    if (event.type === 'change') heard.push(event.frame.position);
  });
  const first = await online();
  first.say(subscribed('100'));
  const second = await broken(first, online);
  second.say(subscribed('140', true));
  for (const position of ['99', '100', '101']) second.say(change(position));
  expect(heard).toEqual(['101']);
});

test('who comes to a channel while the connection is broken is told from which position on it is complete', async () => {
  const { socket, online } = live();
  const heard: string[] = [];
  socket.subscribe('project:ops', () => undefined);
  const first = await online();
  first.say(subscribed('100'));
  first.fail();
  socket.subscribe('project:ops', (event) => {
    if (event.type === 'subscribed') heard.push(event.position);
  });
  expect(heard).toEqual([]);
  await vi.advanceTimersByTimeAsync(600);
  (await online()).say(subscribed('140', true));
  expect(heard).toEqual(['100']);
});

test('a server that could not go on makes everybody read again', async () => {
  const { socket, online } = live();
  const heard: string[] = [];
  socket.subscribe('project:ops', (event) => {
    if (event.type === 'subscribed') heard.push(event.position);
  });
  const first = await online();
  first.say(subscribed('100'));
  (await broken(first, online)).say(subscribed('140', false));
  expect(heard).toEqual(['100', '140']);
});

test('after 4409 it asks for no cursor, and after 4408 and 1001 it does', async () => {
  for (const [code, cursor] of [
    [4409, undefined],
    [4408, 'after 110'],
    [1001, 'after 110'],
  ] as const) {
    const { socket, online } = live();
    socket.subscribe('project:ops', () => undefined);
    const first = await online();
    first.say(subscribed('100'));
    first.say(change('110'));
    expect((await broken(first, online, code)).cursors).toEqual([cursor]);
  }
});

test('another person does not go on where the last one was', async () => {
  const { socket, online } = live();
  socket.subscribe('project:ops', () => undefined);
  const first = await online();
  first.say(subscribed('100'));
  first.say(change('110'));
  socket.reopen();
  const second = await online();
  expect(second.cursors).toEqual([undefined]);
  expect(socket.recent('project:ops')).toEqual([]);
});

test('a channel that the server cannot answer for yet is asked for again', async () => {
  const { socket, online } = live();
  const heard: string[] = [];
  socket.subscribe('project:ops', ({ type }) => heard.push(type));
  const end = await online();
  end.say({ type: 'refused', channel: 'project:ops', code: 'read_model_behind' });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(end.subscribed).toEqual(['project:ops', 'project:ops']);
  end.say(subscribed('100'));
  expect(heard).toEqual(['subscribed']);
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
  end.say({ type: 'pong', cursors: {} });
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

test('a connection that is doubted is asked at once, and given up soon when nothing comes back', async () => {
  const { socket, sockets, online } = live();
  socket.subscribe('project:ops', () => undefined);
  const first = await online();
  socket.wake();
  expect(first.sent.at(-1)).toEqual({ type: 'ping' });
  first.say({ type: 'pong', cursors: {} });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(socket.status).toBe('online');
  socket.wake();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(socket.status).toBe('offline');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sockets).toHaveLength(2);
});

test('a token that is not taken is not shown a second time', async () => {
  const asked: number[] = [];
  const sockets: ScriptedSocket[] = [];
  const socket = new LiveSocket({
    url: 'ws://api.test/ws',
    accessToken: async (seconds) => {
      asked.push(seconds);
      return seconds === Number.POSITIVE_INFINITY ? null : 'h.e30.s';
    },
    open: () => {
      const next = new ScriptedSocket();
      sockets.push(next);
      return next;
    },
  });
  socket.subscribe('project:ops', () => undefined);
  await vi.advanceTimersByTimeAsync(0);
  sockets[0]?.accept();
  sockets[0]?.fail(4401);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual([60, Number.POSITIVE_INFINITY]);
  expect(sockets).toHaveLength(1);
  expect(socket.status).toBe('idle');
});
