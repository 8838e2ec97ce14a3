import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { startEngine } from '@ticketing/projectors/engine/engine.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import type { BenchParts } from './bench-parts.ts';
import { cpuOf } from './processes.ts';

/** How far the slowest read model was at an instant, and what had been used until then. */
export type Progress = { readonly seconds: number; readonly position: bigint; readonly cpu: number };

export type Projected = {
  /** Until every read model had applied the log and had its indexes. */
  readonly seconds: number;
  /** Processor seconds of all processes. */
  readonly cpu: number;
  readonly progress: readonly Progress[];
};

const LOOK_EVERY_MS = 250;

/** Projects the log into all read models together, in this process, from nothing up to a position. */
export async function projectLog({ eventStore, databaseUrl }: BenchParts, until: bigint): Promise<Projected> {
  const pool = createPool(databaseUrl, 'bench', undefined, 20);
  const began = performance.now();
  const cpuBefore = await cpuUsed();
  const engine = await startEngine({
    eventLog: eventStore,
    pool,
    bus: createInMemoryBus(),
    log: createLog('bench', 'warn'),
    metrics: createMetrics(),
    projections: readModels,
  });
  const progress: Progress[] = [];
  const look = async () => {
    const slowest = readModels
      .map(({ name }) => engine.position(name))
      .reduce((least, position) => (position < least ? position : least));
    const seconds = (performance.now() - began) / 1000;
    progress.push({ seconds, position: slowest, cpu: (await cpuUsed()) - cpuBefore });
  };
  const looking = setInterval(() => void look(), LOOK_EVERY_MS);
  try {
    const done = await Promise.all(readModels.map(({ name }) => engine.waitUntil(name, until, 3_600_000)));
    if (!done.every(Boolean)) throw new Error('the read models did not come to the end of the log');
    // Caught up means more: the indexes that readers need are made then.
    while (!readModels.every(({ name }) => engine.caughtUp(name))) await new Promise(setImmediate);
    await look();
    return { seconds: (performance.now() - began) / 1000, cpu: (await cpuUsed()) - cpuBefore, progress };
  } finally {
    clearInterval(looking);
    await engine.stop();
    await pool.end();
  }
}

/** This process with PostgreSQL and the event node, which it started. */
async function cpuUsed(): Promise<number> {
  return [...(await cpuOf(process.pid)).values()].reduce((sum, seconds) => sum + seconds, 0);
}
