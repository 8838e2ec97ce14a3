import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { EngineLog, Projection } from '../engine/projection.ts';
import { leaveKafka } from './partition-checkpoints.ts';
import { isByKey } from './start-from-kafka.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * Gives projections that Kafka fed back to the log, once no process feeds them from there any more: at once where there
 * is none, otherwise as soon as the last one is stopped. Until then the engine finds them led and stands by.
 */
export async function returnToLog(
  pool: pg.Pool,
  projections: readonly Projection[],
  log: EngineLog,
  alone: boolean,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  let waiting = projections.filter(isByKey);
  const look = async () => {
    const still: Projection[] = [];
    for (const projection of waiting)
      if (!(await leaveKafka(pool, projection, alone))) still.push(projection);
    waiting = still;
  };
  const goOn = async () => {
    while (waiting.length > 0 && !stopping.signal.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await look().catch((error: unknown) => {
        log.warn(
          { err: error },
          'projections that Kafka fed could not be given back to the log; trying again',
        );
      });
    }
  };
  await look();
  if (waiting.length > 0) {
    const names = waiting.map(({ name }) => name);
    log.warn(
      { projections: names },
      'other processes feed these from Kafka; they are left to them until they stop',
    );
  }
  const going = goOn();
  return {
    async stop() {
      stopping.abort();
      await going;
    },
  };
}
