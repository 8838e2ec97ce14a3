import { setTimeout as delay } from 'node:timers/promises';
import { isTransientDatabaseError } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { type ReadLogDeps, readToHead } from './read-log.ts';
import type { Shadow } from './shadow.ts';
import { FenceBroken, fence, longestRead, swap, unfence } from './swap.ts';

export type ExchangeDeps = ReadLogDeps & {
  readonly worker: string;
  /** Readers that run for longer than this are waited for before anything is tried, so that nobody waits behind them. */
  readonly patienceMs: number;
  readonly onPhase: (phase: 'waiting' | 'swapping') => Promise<void>;
  /** The projection is anybody's to lead: with its new tables, or with its old ones after a try that failed. */
  readonly onReleased: () => void;
};

/** How long readers are made to wait in one try after the other, in milliseconds; then the leader is let on first. */
const LOCK_TIMEOUTS_MS = [100, 200, 400];
const BETWEEN_TRIES_MS = 50;
const BETWEEN_ROUNDS_MS = 500;

/**
 * Takes the projection from its leader, reads what is left of the log, and exchanges the tables. The leader stands still
 * for as long as that takes; readers wait for the exchange alone.
 * @returns for how long readers may have waited, in milliseconds; `undefined` when nobody heard
 */
export async function exchange(deps: ExchangeDeps, shadow: Shadow): Promise<number | undefined> {
  const { pool, signal } = deps;
  for (;;) {
    signal.throwIfAborted();
    await catchUp(deps, shadow);
    if ((await longestRead(pool, shadow.projection)) > deps.patienceMs) {
      await deps.onPhase('waiting');
      await delay(BETWEEN_ROUNDS_MS, undefined, { signal });
      continue;
    }
    await deps.onPhase('swapping');
    try {
      return await exchangeOnce(deps, shadow);
    } catch (error) {
      if (await isDone(pool, shadow)) return undefined;
      signal.throwIfAborted();
      if (!(error instanceof FenceBroken) && !isTransientDatabaseError(error) && !isLocked(error))
        throw error;
    } finally {
      deps.onReleased();
    }
    await delay(BETWEEN_ROUNDS_MS, undefined, { signal });
  }
}

async function exchangeOnce(deps: ExchangeDeps, shadow: Shadow): Promise<number> {
  const { pool, signal, worker } = deps;
  const held = await fence(pool, shadow.projection, worker);
  try {
    await catchUp(deps, shadow);
    for (const [tried, timeout] of LOCK_TIMEOUTS_MS.entries()) {
      try {
        return await swap(pool, shadow, held, timeout);
      } catch (error) {
        if (!isLocked(error) || tried === LOCK_TIMEOUTS_MS.length - 1) throw error;
        await delay(BETWEEN_TRIES_MS, undefined, { signal });
      }
    }
    throw new Error('there was no try');
  } catch (error) {
    // If the database does not answer, the fence ends by itself.
    await unfence(pool, shadow.projection, held).catch(() => undefined);
    throw error;
  }
}

async function catchUp(deps: ExchangeDeps, shadow: Shadow): Promise<void> {
  await readToHead(deps, [shadow]);
  if (shadow.failure !== undefined) throw shadow.failure;
}

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

function isLocked(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === LOCK_NOT_AVAILABLE || code === DEADLOCK;
}

/** A commit whose answer was lost with the connection may have happened. */
async function isDone(pool: pg.Pool, { projection, claim }: Shadow): Promise<boolean> {
  const found = await pool
    .query(`select 1 from read_model.rebuilds where projection = $1 and epoch = $2 and phase = 'done'`, [
      projection.name,
      claim.epoch,
    ])
    .catch(() => ({ rowCount: 0 }));
  return found.rowCount === 1;
}
