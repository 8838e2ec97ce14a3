import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { LogItem } from '@ticketing/platform/event-store.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { startEngine } from '@ticketing/projectors/engine/engine.ts';
import type { EventLog } from '@ticketing/projectors/engine/subscription.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import { type BenchParts, withParts } from './bench-parts.ts';
import type { Figure } from './figures.ts';
import { writeLongLog } from './long-log.ts';
import { cpuEach, cpuOf } from './processes.ts';

const EVENTS = 8_000;
/** Events in a batch: as at some ten, some hundred and some thousand commands a second. */
const BATCHES = [4, 16, 64];

/**
 * What an event costs all read models together, live, by how many come in a batch. It counts processor time on a fixed
 * amount of work, so that a busy machine hardly changes it: for comparing two states of the code.
 */
export const measure = (): Promise<readonly Figure[]> =>
  withParts(async (parts) => {
    await writeLongLog(parts, EVENTS);
    const events: RecordedEvent[] = [];
    for await (const event of parts.eventStore.readAll()) events.push(event);
    await projectLive(parts, events, 64);
    const figures: Figure[] = [];
    for (const size of BATCHES) {
      const { total, words } = await projectLive(parts, events, size);
      figures.push({
        what: `CPU of a live event in all read models, ${size} in a batch`,
        measured: total * 1000,
        unit: 'µs',
        note: words,
      });
    }
    return figures;
  });

let databases = 0;

async function projectLive({ app, databaseUrl }: BenchParts, events: readonly RecordedEvent[], size: number) {
  const name = `batches_${databases++}`;
  await app.pool.query(`create database ${name}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  const pool = createPool(url.href, 'bench', undefined, 20);
  const before = await cpuOf(process.pid);
  const engine = await startEngine({
    eventLog: liveLog(events),
    pool,
    bus: createInMemoryBus(),
    log: createLog('bench', 'warn'),
    metrics: createMetrics(),
    projections: readModels,
    options: { batchSize: size },
  });
  const head = events.at(-1)?.position ?? 0n;
  const done = await Promise.all(readModels.map((model) => engine.waitUntil(model.name, head, 600_000)));
  if (!done.every(Boolean)) throw new Error('the read models did not come to the end of the log');
  const after = await cpuOf(process.pid);
  await engine.stop();
  await pool.end();
  return cpuEach(before, after, events.length);
}

/** A log from which everything comes as if it had just happened, as fast as it is taken. */
function liveLog(events: readonly RecordedEvent[]): EventLog {
  return {
    head: async () => events.at(-1)?.position ?? -1n,
    async *readAll() {
      yield* events;
    },
    // Nothing is parked, so nobody asks for one stream.
    async *readStream() {},
    async *follow(after = -1n, signal): AsyncGenerator<LogItem> {
      yield { kind: 'caught-up' };
      for (const event of events) if (event.position > after) yield { kind: 'event', event };
      await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
    },
  };
}
