import { setImmediate as afterWhatHasArrived } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { LogStep } from './log-step.ts';
import { createStepQueue } from './step-queue.ts';

/** Steps of even positions are the queue's own. */
const queue = ({ gatherMs = 0, gatherNothingMs = 0 }) =>
  createStepQueue({
    batchSize: 100,
    catchUpBatchSize: 100,
    gatherMs,
    gatherNothingMs,
    isOwn: ({ position }) => position % 2n === 0n,
    signal: new AbortController().signal,
  });
const step = (position: bigint): LogStep => ({ position, live: true });
const positions = (batch: readonly LogStep[]) => batch.map(({ position }) => position);
const A_DAY = 86_400_000;

test('what has nothing of its own waits until an event of its own comes', async () => {
  const steps = queue({ gatherNothingMs: A_DAY });
  steps.push(step(1n));
  steps.push(step(3n));
  const next = steps.next();
  steps.push(step(5n));
  steps.push(step(6n));
  expect(positions(await next)).toEqual([1n, 3n, 5n, 6n]);
});

test('whoever others wait for says at once how far it has come', async () => {
  const steps = queue({});
  steps.push(step(1n));
  expect(positions(await steps.next())).toEqual([1n]);
});

test('an event of its own waits for nothing where it is watched', async () => {
  const steps = queue({ gatherNothingMs: A_DAY });
  steps.push(step(2n));
  steps.push(step(3n));
  expect(positions(await steps.next())).toEqual([2n, 3n]);
});

test('where nobody watches, what comes meanwhile joins the first one', async () => {
  const steps = queue({ gatherMs: 100 });
  steps.push(step(2n));
  const next = steps.next();
  await afterWhatHasArrived();
  steps.push(step(4n));
  expect(positions(await next)).toEqual([2n, 4n]);
});

test('enough for a batch of its own is not waited with', async () => {
  const steps = queue({ gatherMs: A_DAY });
  for (let position = 0n; position < 64n; position++) steps.push(step(position));
  expect(await steps.next()).toHaveLength(64);
});
