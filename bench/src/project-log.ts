import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { startEngine } from '@ticketing/projectors/engine/engine.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import type { BenchParts } from './bench-parts.ts';
import { cpuEach, cpuOf } from './processes.ts';

/** How far the slowest read model was at an instant, and what had been used until then. */
export type Progress = { readonly seconds: number; readonly position: bigint; readonly cpu: number };

export type Projected = {
  /** Until every read model had applied the log and had its indexes. */
  readonly seconds: number;
  /** What an event cost all processes, in processor time, and which of them. */
  readonly cpu: { readonly total: number; readonly words: string };
  readonly progress: readonly Progress[];
};

/** Looking costs some milliseconds on a machine with many processes. */
const LOOK_EVERY_MS = 1_000;

/** Projects the log into all read models together, in this process, from nothing up to a position. */
export async function projectLog(
  { eventStore, databaseUrl }: BenchParts,
  until: bigint,
  events: number,
): Promise<Projected> {
  const pool = createPool(databaseUrl, 'bench', undefined, 20);
  const began = performance.now();
  const before = await cpuOf(process.pid);
  const used = async () => sum(await cpuOf(process.pid)) - sum(before);
  const engine = await startEngine({
    eventLog: eventStore,
    pool,
    bus: createInMemoryBus(),
    log: createLog('bench', 'warn'),
    metrics: createMetrics(),
    projections: readModels,
  });
  const progress: Progress[] = [{ seconds: 0, position: -1n, cpu: 0 }];
  const look = async () => {
    const slowest = readModels
      .map(({ name }) => engine.position(name))
      .reduce((least, position) => (position < least ? position : least));
    const seconds = (performance.now() - began) / 1000;
    progress.push({ seconds, position: slowest, cpu: await used() });
  };
  const looking = setInterval(() => void look(), LOOK_EVERY_MS);
  try {
    const done = await Promise.all(readModels.map(({ name }) => engine.waitUntil(name, until, 3_600_000)));
    if (!done.every(Boolean)) throw new Error('the read models did not come to the end of the log');
    // Caught up means more: the indexes that readers need are made then.
    while (!readModels.every(({ name }) => engine.caughtUp(name))) await new Promise(setImmediate);
    await look();
    const seconds = (performance.now() - began) / 1000;
    return { seconds, cpu: cpuEach(before, await cpuOf(process.pid), events), progress };
  } finally {
    clearInterval(looking);
    await engine.stop();
    await pool.end();
  }
}

const sum = (seconds: ReadonlyMap<string, number>): number =>
  [...seconds.values()].reduce((total, one) => total + one, 0);
