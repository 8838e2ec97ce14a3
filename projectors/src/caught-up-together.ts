import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Engine } from './engine/engine.ts';

const WAIT_MS = 2_000;
const BETWEEN_LOOKS_MS = 100;

/**
 * True when this process leads the first projection, which has caught up with the log, and the others have everything that
 * it has, whichever processes lead them.
 */
export async function caughtUpTogether(
  engine: Pick<Engine, 'caughtUp' | 'position'>,
  pool: pg.Pool,
  [first, ...others]: readonly [string, ...string[]],
): Promise<boolean> {
  if (!engine.caughtUp(first)) return false;
  const position = engine.position(first);
  const deadline = performance.now() + WAIT_MS;
  do {
    const stored = await pool.query(
      `select 1 from read_model.projection_positions where name = any($1) and position >= $2`,
      [others, position],
    );
    if (stored.rowCount === others.length) return true;
    await delay(BETWEEN_LOOKS_MS);
  } while (performance.now() < deadline);
  return false;
}
