import { expect, test } from 'vitest';
import type { LogStep } from './log-step.ts';
import { createStepQueue } from './step-queue.ts';

/** Steps of even positions are the queue's own. */
const queue = (restAfterNothingMs: number) =>
  createStepQueue({
    batchSize: 10,
    catchUpBatchSize: 10,
    restMs: 0,
    restAfterNothingMs,
    isOwn: ({ position }) => position % 2n === 0n,
    signal: new AbortController().signal,
  });
const step = (position: bigint): LogStep => ({ position, live: true });
const positions = (batch: readonly LogStep[]) => batch.map(({ position }) => position);
const A_DAY = 86_400_000;

test('after a batch that had nothing of its own the next one waits for an event of its own', async () => {
  const steps = queue(A_DAY);
  steps.push(step(1n));
  steps.applied(await steps.next(), 0);
  steps.push(step(3n));
  const next = steps.next();
  steps.push(step(5n));
  steps.push(step(6n));
  expect(positions(await next)).toEqual([3n, 5n, 6n]);
});

test('whoever others wait for does not rest: it says at once how far it has come', async () => {
  const steps = queue(0);
  steps.push(step(1n));
  steps.applied(await steps.next(), 0);
  steps.push(step(3n));
  expect(positions(await steps.next())).toEqual([3n]);
});

test('an event of its own is not followed by the rest after nothing', async () => {
  const steps = queue(A_DAY);
  steps.push(step(2n));
  steps.applied(await steps.next(), 0);
  steps.push(step(3n));
  expect(positions(await steps.next())).toEqual([3n]);
});
