import { randomUUID } from 'node:crypto';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { lookAtRebuilds, requestRebuild } from '@ticketing/platform/rebuild-requests.ts';
import type { Projection } from '@ticketing/projectors/engine/projection.ts';
import { takeOver } from '@ticketing/projectors/engine/take-over.ts';
import { startRebuilder } from '@ticketing/projectors/rebuild/start-rebuilder.ts';
import type pg from 'pg';
import type { BenchParts } from './bench-parts.ts';
import { cpuOf } from './processes.ts';

export type Used = { readonly seconds: number; readonly cpu: ReadonlyMap<string, number> };

export type RebuildMeasured = {
  readonly events: number;
  readonly rows: number;
  readonly bytes: number;
  readonly rebuilt: Used;
  /** COPY of the same rows into the same tables, and then their indexes, one read model after the other. */
  readonly copied: Used;
  readonly longestPauseMs: number;
};

/** Rebuilds read models of a log that nobody follows, and copies the rows that come out. */
export async function rebuildLog(
  { eventStore, databaseUrl }: Pick<BenchParts, 'eventStore' | 'databaseUrl'>,
  projections: readonly Projection[],
): Promise<RebuildMeasured> {
  const pool = createPool(databaseUrl, 'bench');
  const names = projections.map(({ name }) => name);
  try {
    for (const projection of projections) await takeOver(pool, projection);
    const rebuilt = await use(async () => {
      for (const name of names) await requestRebuild(pool, name);
      const rebuilder = startRebuilder({
        databaseUrl,
        eventLog: eventStore,
        projections,
        log: createLog('bench', 'warn'),
        metrics: createMetrics(),
        lookEveryMs: 20,
      });
      try {
        await untilDone(pool, names);
      } finally {
        await rebuilder.stop();
      }
    });
    const states = await lookAtRebuilds(pool, names);
    const size = await pool.query<{ bytes: bigint }>(
      `select sum(pg_total_relation_size(format('%I.%I', schemaname, tablename)::regclass))::bigint as bytes
       from pg_tables where schemaname = 'read_model'`,
    );
    const { rows, used } = await copyAll(pool, projections);
    return {
      events: Math.max(...states.map(({ events }) => Number(events))),
      rows,
      bytes: Number(size.rows[0]?.bytes ?? 0),
      rebuilt,
      copied: used,
      longestPauseMs: Math.max(...states.map(({ swapMs }) => swapMs ?? 0)),
    };
  } finally {
    await pool.end();
  }
}

async function untilDone(pool: pg.Pool, names: readonly string[]): Promise<void> {
  for (;;) {
    const states = await lookAtRebuilds(pool, names);
    const failed = states.find(({ phase }) => phase === 'failed');
    if (failed) throw new Error(`the rebuild of ${failed.projection} failed: ${failed.failure}`);
    if (states.every(({ phase }) => phase === 'done')) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The rows go through a file of the server, in PostgreSQL's own binary format: nothing writes rows faster. */
async function copyAll(
  pool: pg.Pool,
  projections: readonly Projection[],
): Promise<{ rows: number; used: Used }> {
  const file = `/tmp/ticketing-bench-${randomUUID()}`;
  const schema = 'bench_copy';
  const client = await pool.connect();
  let rows = 0;
  let seconds = 0;
  const cpu = new Map<string, number>();
  const count = async (work: () => Promise<unknown>) => {
    const used = await use(work);
    seconds += used.seconds;
    for (const [what, of] of used.cpu) cpu.set(what, (cpu.get(what) ?? 0) + of);
  };
  try {
    await client.query(`drop schema if exists ${schema} cascade; create schema ${schema}`);
    await client.query(`set search_path to ${schema}; set synchronous_commit to off`);
    await client.query(`set maintenance_work_mem to '256MB'`);
    for (const projection of projections) {
      await client.query(projection.tables);
      for (const table of projection.tableNames) {
        const out = await client.query(`copy read_model.${table} to '${file}' (format binary)`);
        rows += out.rowCount ?? 0;
        await count(() => client.query(`copy ${table} from '${file}' (format binary)`));
      }
      await count(() => client.query(projection.indexes));
      for (const table of projection.tableNames) await count(() => client.query(`analyze ${table}`));
    }
    await client.query(`drop schema ${schema} cascade; reset search_path`);
    await client.query(`copy (select) to program 'rm -f ${file}'`);
  } finally {
    client.release(true);
  }
  return { rows, used: { seconds, cpu } };
}

async function use(work: () => Promise<unknown>): Promise<Used> {
  const before = await cpuOf(process.pid);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const after = await cpuOf(process.pid);
  return { seconds, cpu: new Map([...after].map(([what, of]) => [what, of - (before.get(what) ?? 0)])) };
}
