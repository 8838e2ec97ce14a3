import { expect, test, vi } from 'vitest';
import type { ChannelEvent } from './live-channels.ts';
import { liveRead } from './live-read.ts';

/** A server of which each read is true for the next of these positions. */
function reads(...positions: string[]) {
  let count = 0;
  const read = async () => ({ position: positions[count++] ?? 'none' });
  return { read, count: () => count };
}
/** A connection that is not there yet, on which the channels begin at these positions meanwhile. */
const opened = (positions: Readonly<Record<string, string>>) => ({
  status: 'connecting' as const,
  since: (channel: string) => positions[channel],
  subscribe: () => () => undefined,
});

test('where there is a connection the channel is opened first, and the read is made once', async () => {
  const heard = new Set<() => void>();
  let since: string | undefined;
  const live = {
    status: 'online' as const,
    since: () => since,
    subscribe(_channel: string, listener: (event: ChannelEvent) => void) {
      const tell = () => listener({ type: 'subscribed', position: '10' });
      heard.add(tell);
      return () => heard.delete(tell);
    },
  };
  const { read, count } = reads('10');
  const reading = liveRead(live, ['board'], read);
  expect(count()).toBe(0);
  since = '10';
  for (const tell of heard) tell();
  expect(await reading).toEqual({ position: '10' });
  expect(count()).toBe(1);
  expect(heard.size).toBe(0);
});

test('a channel that is long in opening does not keep a read waiting', async () => {
  vi.useFakeTimers();
  const live = { status: 'online' as const, since: () => undefined, subscribe: () => () => undefined };
  const { read } = reads('10');
  const reading = liveRead(live, ['board'], read);
  await vi.runAllTimersAsync();
  expect(await reading).toEqual({ position: '10' });
  vi.useRealTimers();
});

test('a read that ended before its channel was opened is made again, once', async () => {
  const { read, count } = reads('7', '12', '13');
  expect(await liveRead(opened({ board: '10' }), ['board'], read)).toEqual({ position: '12' });
  expect(count()).toBe(2);
});

test('a read is taken that is true for where its channels begin, or that none was opened for', async () => {
  for (const since of [{ board: '10' }, { board: '9' }, { other: '99' }, {}]) {
    const { read, count } = reads('10');
    expect(await liveRead(opened(since), ['board'], read)).toEqual({ position: '10' });
    expect(count()).toBe(1);
  }
});

test('of several channels the one that began last counts', async () => {
  const { read, count } = reads('10', '11');
  await liveRead(opened({ one: '9', other: '11' }), ['one', 'other'], read);
  expect(count()).toBe(2);
});
