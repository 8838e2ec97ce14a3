import type pg from 'pg';
import { AuditError } from '../audit-error.ts';
import type { Row, Value } from './difference.ts';
import { shortenedText } from './shortened-text.ts';

const SCHEMA = 'read_model';
/** The engine's own tables: they say how far the read models are, and are not one themselves. */
const ENGINE_TABLES = new Set(
  [
    'projection_checkpoints',
    'projection_positions',
    'relayed',
    'parked_streams',
    'swap_guard',
    'rebuilds',
    'rebuild_parked_streams',
  ].map((table) => `${SCHEMA}.${table}`),
);
/** Rows that are in memory at a time. */
const FETCHED = 1_000;

export type ParkedStream = {
  readonly projection: string;
  readonly stream: string;
  readonly position: bigint;
  readonly reason: string;
};

/** The database as it was at one moment: rows and the checkpoints that belong to them. */
export type Snapshot = {
  /** By the read model's name: the position of the log up to which it has applied everything. */
  readonly checkpoints: ReadonlyMap<string, bigint>;
  readonly parked: readonly ParkedStream[];
  /** Tables of read models and sagas (`schema.table`) with their columns, without the engine's own. */
  readonly tables: ReadonlyMap<string, readonly string[]>;
  /** Streams the rows of a table (`schema.table`) through a cursor. */
  rows(
    table: string,
    columns: readonly string[],
    orderBy: readonly string[],
    longTexts?: readonly string[],
  ): AsyncGenerator<Row>;
};

/**
 * How far each read model is; of one that Kafka feeds, each partition too, as `board/3`. Empty when there are no read
 * models at all, or only such of an older version.
 */
export async function readCheckpoints(client: pg.Pool | pg.PoolClient): Promise<Map<string, bigint>> {
  const there = await client.query(
    `select to_regclass('${SCHEMA}.projection_positions') is not null as there`,
  );
  if (!there.rows[0]?.there) return new Map();
  const stored = await client.query<{ name: string; position: bigint }>(
    `select name, position from ${SCHEMA}.projection_positions
     union all select name, position from ${SCHEMA}.projection_checkpoints where strpos(name, '/') > 0`,
  );
  return new Map(stored.rows.map(({ name, position }) => [name, position]));
}

/** Runs `work` on one moment of the database, however long it takes and whatever is written meanwhile. */
export async function withSnapshot<Result>(
  pool: pg.Pool,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const built = await readCheckpoints(client);
    if (built.size === 0) throw notBuilt();
    // No read model is exchanged for a rebuilt one before this has ended; the exchange waits without holding up anybody.
    await client.query(
      `begin isolation level repeatable read read only; lock table ${SCHEMA}.swap_guard in access share mode`,
    );
    const checkpoints = await readCheckpoints(client);
    const parked = await client.query<ParkedStream>(
      `select projection, stream, position, reason from ${SCHEMA}.parked_streams order by projection, position`,
    );
    const snapshot: Snapshot = {
      checkpoints,
      parked: parked.rows,
      tables: await tablesOf(client),
      rows: (table, columns, orderBy, longTexts = []) =>
        streamRows(client, table, columns, orderBy, new Set(longTexts)),
    };
    return await work(snapshot);
  } finally {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    client.release(broken);
  }
}

export const notBuilt = (): AuditError =>
  new AuditError(
    'behind',
    'This database has no read models. Start the projectors once, let them catch up, and verify again.',
  );

async function tablesOf(client: pg.PoolClient): Promise<Map<string, string[]>> {
  const found = await client.query<{ table_name: string; column_name: string }>(
    `select table_schema || '.' || table_name as table_name, column_name from information_schema.columns
     where table_schema in ('${SCHEMA}', 'sagas') order by 1, ordinal_position`,
  );
  const tables = new Map<string, string[]>();
  for (const { table_name, column_name } of found.rows) {
    if (ENGINE_TABLES.has(table_name)) continue;
    const columns = tables.get(table_name) ?? [];
    columns.push(column_name);
    tables.set(table_name, columns);
  }
  return tables;
}

async function* streamRows(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  orderBy: readonly string[],
  longTexts: ReadonlySet<string>,
): AsyncGenerator<Row> {
  const cursor = `verify_${table.replace('.', '_')}`;
  await client.query(
    `declare ${cursor} no scroll cursor for
     select ${columns.join(', ')} from ${table} order by ${orderBy.join(', ')}`,
  );
  for (;;) {
    const fetched = await client.query<Record<string, unknown>>(`fetch ${FETCHED} from ${cursor}`);
    for (const found of fetched.rows) {
      const row: Record<string, Value> = {};
      for (const [column, value] of Object.entries(found)) {
        const comparable = comparableValue(value);
        const long = longTexts.has(column) && typeof comparable === 'string';
        row[column] = long ? shortenedText(comparable) : comparable;
      }
      yield row;
    }
    if (fetched.rows.length < FETCHED) break;
  }
  await client.query(`close ${cursor}`);
}

function comparableValue(value: unknown): Value {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'infinity' : value.toISOString();
  // What else the driver gives is text, numbers, booleans, null, and lists and objects of those (arrays, jsonb).
  return value as Value;
}
