import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { createReadWaves } from './read-waves.ts';

test('reads begin at once while few are asked for', async () => {
  const waves = createReadWaves();
  for (let n = 0; n < 50; n++) {
    expect(waves.next()).toBeUndefined();
    await new Promise(setImmediate);
  }
});

test('reads that are asked for while many are wait for the next wave, and begin together', async ({
  onTestFinished,
}) => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const waves = createReadWaves();
  waves.next();
  for (let n = 0; n < 40; n++) waves.next();
  await new Promise(setImmediate);
  // The next wave knows how many there were.
  waves.next();
  await new Promise(setImmediate);
  const [one, other] = [waves.next(), waves.next()];
  expect(one).toBeInstanceOf(Promise);
  expect(other).toBe(one);
  await vi.advanceTimersByTimeAsync(10);
  await one;
  expect(waves.next()).toBeUndefined();
});

test('after a wave in which few were asked for nobody waits', async () => {
  const waves = createReadWaves();
  for (let n = 0; n < 40; n++) waves.next();
  await new Promise(setImmediate);
  waves.next();
  await new Promise(setImmediate);
  await waves.next();
  await sleep(20);
  expect(waves.next()).toBeUndefined();
  await new Promise(setImmediate);
  expect(waves.next()).toBeUndefined();
});
