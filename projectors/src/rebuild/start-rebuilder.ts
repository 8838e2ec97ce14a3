import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { requestRebuild } from '@ticketing/platform/rebuild-requests.ts';
import type pg from 'pg';
import type { EngineLog, Projection } from '../engine/projection.ts';
import type { EventLog } from '../engine/subscription.ts';
import { claimRebuilds } from './claims.ts';
import { type RebuildOptions, rebuild } from './rebuild.ts';
import { rebuildMetrics } from './rebuild-metrics.ts';

export type RebuilderDeps = {
  readonly databaseUrl: string;
  readonly eventLog: Pick<EventLog, 'readAll' | 'head'>;
  readonly projections: readonly Projection[];
  readonly log: EngineLog;
  readonly metrics: Metrics;
  /** Has the engine look at once whether it may lead a projection; without it, it looks by itself. */
  readonly onReleased?: (projection: string) => void;
  readonly lookEveryMs?: number;
  readonly leaseSeconds?: number;
  readonly options?: Partial<RebuildOptions>;
};

export type Rebuilder = { stop(): Promise<void> };

const DEFAULTS: RebuildOptions = {
  batchSize: 20_000,
  atOnce: 3,
  patienceMs: 500,
  nearHead: 1_000,
  backoff: { firstMs: 100, mostMs: 10_000 },
};

/**
 * Carries out what is asked for in `read_model.rebuilds`, and asks by itself for projections whose tables are of an older
 * version than this process's. It has connections of its own, so that a rebuild takes none from what is live.
 */
export function startRebuilder(deps: RebuilderDeps): Rebuilder {
  const { databaseUrl, eventLog, projections, log, lookEveryMs = 1_000 } = deps;
  const options = { ...DEFAULTS, ...deps.options };
  const metrics = rebuildMetrics(deps.metrics);
  const worker = randomUUID();
  const pool = createPool(databaseUrl, 'rebuild', log, options.atOnce + 2, false);
  const stopping = new AbortController();
  const onReleased = deps.onReleased ?? (() => undefined);

  async function work(): Promise<void> {
    const asked = new Set<string>();
    while (!stopping.signal.aborted) {
      try {
        await askForOlder(pool, projections, asked);
        const claimed = await claimRebuilds(pool, projections, worker, deps.leaseSeconds);
        if (claimed.length > 0) {
          const given = { pool, eventLog, worker, log, metrics, options, onReleased };
          await rebuild(given, claimed, stopping.signal);
          continue;
        }
      } catch (error) {
        log.warn(
          { err: error },
          'a rebuild was interrupted, or it could not be looked for one; trying again',
        );
      }
      await delay(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  const working = work();

  let stopped: Promise<void> | undefined;
  return {
    stop() {
      stopping.abort();
      stopped ??= working.then(() => pool.end());
      return stopped;
    },
  };
}

/**
 * Tables of an older version than this process's are read until the new ones are there. One that failed is tried again by
 * the next process that starts.
 */
async function askForOlder(
  pool: pg.Pool,
  projections: readonly Projection[],
  asked: Set<string>,
): Promise<void> {
  const stored = await pool.query<{ name: string; version: number }>(
    'select name, version from read_model.projection_checkpoints where position >= 0 and name = any($1)',
    [projections.map(({ name }) => name)],
  );
  for (const { name, version } of stored.rows) {
    const projection = projections.find((one) => one.name === name);
    if (!projection || projection.version <= version || asked.has(name)) continue;
    // Not when an older process is at one of its own: it is asked for when that has ended.
    if (await requestRebuild(pool, name, { atLeast: projection.version })) asked.add(name);
  }
}
