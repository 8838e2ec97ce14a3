import { isTransientDatabaseError } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import type { createBackoff } from '../engine/backoff.ts';
import type { EventLog } from '../engine/subscription.ts';
import { applyToShadow, type ReadStep, type Shadow } from './shadow.ts';

export type ReadLogDeps = {
  readonly pool: pg.Pool;
  readonly eventLog: Pick<EventLog, 'readAll' | 'head'>;
  readonly backoff: ReturnType<typeof createBackoff>;
  readonly signal: AbortSignal;
  /** Steps of the log that are written together. */
  readonly batchSize: number;
  /** How many projections write at the same time. */
  readonly atOnce: number;
  readonly onHead?: (head: bigint) => void;
  readonly onBatch?: () => void;
};

/**
 * Reads the log once for all of these shadows, from where the one that has least is up to where the log ends now. While
 * one batch is being written the next one is read. A shadow that cannot be written is given up (`failure`), and the others
 * go on.
 * @returns how many events there were; 0 means that all have everything
 */
export async function readToHead(deps: ReadLogDeps, shadows: readonly Shadow[]): Promise<number> {
  const { eventLog, signal, batchSize } = deps;
  // Asked first: what is read afterwards holds everything up to it, whether or not an event of ours is there.
  const head = await eventLog.head();
  deps.onHead?.(head);
  const after = shadows.map(({ position }) => position).reduce((least, one) => (one < least ? one : least));
  let count = 0;
  let last = after;
  let steps: ReadStep[] = [];
  let writing: Promise<void> = Promise.resolve();
  const read = eventLog.readAll(after, ({ stream, position, reason }) => {
    steps.push({ position, unreadable: { stream, reason } });
    last = position;
  });
  try {
    for await (const event of read) {
      steps.push({ position: event.position, event });
      last = event.position;
      count++;
      if (steps.length < batchSize) continue;
      const batch = steps;
      steps = [];
      await writing;
      signal.throwIfAborted();
      writing = write(deps, shadows, batch, last);
      // Whoever awaits it hears of its failure; until then it is nobody's fault.
      writing.catch(() => undefined);
    }
  } finally {
    await writing;
  }
  signal.throwIfAborted();
  await write(deps, shadows, steps, last > head ? last : head);
  return count;
}

async function write(
  { pool, backoff, signal, atOnce, onBatch }: ReadLogDeps,
  shadows: readonly Shadow[],
  steps: readonly ReadStep[],
  end: bigint,
): Promise<void> {
  const waiting = [...shadows];
  const writeNext = async () => {
    for (let shadow = waiting.shift(); shadow; shadow = waiting.shift()) {
      await untilWritten(shadow);
    }
  };
  async function untilWritten(shadow: Shadow): Promise<void> {
    while (shadow.failure === undefined) {
      try {
        await applyToShadow(pool, shadow, steps, end);
        backoff.reset();
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (isTransientDatabaseError(error)) await backoff.wait(signal);
        else shadow.failure = error;
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, writeNext));
  onBatch?.();
}
