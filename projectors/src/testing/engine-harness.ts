import { temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createMetrics, type Metrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { type Engine, type EngineOptions, startEngine } from '../engine/engine.ts';
import type { EngineLog, Projection } from '../engine/projection.ts';
import type { EventLog } from '../engine/subscription.ts';
import { createScriptedLog } from './scripted-log.ts';

/** A log that keeps what it is told. */
export function rememberingLog() {
  const lines: { level: string; message: string; details: object }[] = [];
  const keep = (level: string) => (details: object, message: string) => {
    lines.push({ level, message, details });
  };
  const log: EngineLog = { info: keep('info'), warn: keep('warn'), error: keep('error') };
  return { log, lines };
}

/** An empty database, a scripted log and what an engine needs besides its projections. */
export async function engineHarness() {
  const database = await temporaryPostgres();
  const pool = createPool(database.url, 'projector test', undefined, 20);
  const scripted = createScriptedLog();
  const bus = createInMemoryBus();
  const metrics = createMetrics();
  const { log, lines } = rememberingLog();
  const engines: Engine[] = [];

  return {
    scripted,
    pool,
    bus,
    metrics,
    log,
    lines,
    databaseUrl: database.url,
    async start(
      projections: readonly Projection[],
      options: EngineOptions = {},
      instead: {
        bus?: Bus;
        pool?: typeof pool;
        eventLog?: EventLog;
        metrics?: Metrics;
        alone?: boolean;
        rebuilds?: boolean;
      } = {},
    ): Promise<Engine> {
      const engine = await startEngine({
        eventLog: scripted.log,
        pool,
        bus,
        log,
        metrics,
        projections,
        options: { backoff: { firstMs: 1, mostMs: 20 }, quietMs: 60_000, lookMs: 50, ...options },
        ...instead,
      });
      engines.push(engine);
      return engine;
    },
    /** Resolves when the projection has applied all that the log has. */
    async settled(engine: Engine, name: string): Promise<void> {
      const head = await scripted.log.head();
      if (!(await engine.waitUntil(name, head, 60_000))) {
        throw new Error(`${name} stands at ${engine.position(name)} and not at ${head}`);
      }
    },
    async valueOf(metric: string): Promise<string[]> {
      return (await metrics.text()).split('\n').filter((line) => line.startsWith(metric));
    },
    async stop(): Promise<void> {
      for (const engine of engines.splice(0)) await engine.stop();
      await pool.end();
      await database.stop();
    },
  };
}

export type EngineHarness = Awaited<ReturnType<typeof engineHarness>>;
