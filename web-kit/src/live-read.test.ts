import { expect, test } from 'vitest';
import { liveRead } from './live-read.ts';

/** A server of which each read is true for the next of these positions. */
function reads(...positions: string[]) {
  let count = 0;
  const read = async () => ({ position: positions[count++] ?? 'none' });
  return { read, count: () => count };
}
const opened = (positions: Readonly<Record<string, string>>) => ({
  since: (channel: string) => positions[channel],
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
