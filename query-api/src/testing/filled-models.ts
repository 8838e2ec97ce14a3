import { makeIndexes } from '@ticketing/projectors/engine/checkpoints.ts';
import { readModels as projections } from '@ticketing/projectors/read-models/all.ts';
import type pg from 'pg';
import { inboxFillings } from './filled-inbox.ts';
import { reportFillings } from './filled-reports.ts';
import { ticketFillings } from './filled-tickets.ts';

/** Fills the tables of the read models with as many rows as make a difference to a planner, and tells it so. */
export async function fillReadModels(pool: pg.Pool): Promise<void> {
  for (const [table, given, from] of [...ticketFillings, ...reportFillings, ...inboxFillings]) {
    const columns = { ...(await nothingInParticular(pool, table)), ...given };
    await pool.query(
      `insert into read_model.${table} (${Object.keys(columns).join(', ')})
       select ${Object.values(columns).join(', ')} from ${from}`,
    );
  }
  for (const projection of projections) await makeIndexes(pool, projection);
  await pool.query('analyze');
}

/** SQL for the columns that must not be empty, so that a column more does not break what it has nothing to do with. */
async function nothingInParticular(pool: pg.Pool, table: string): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ column_name: string; data_type: string }>(
    `select column_name, data_type from information_schema.columns
     where table_schema = 'read_model' and table_name = $1 and is_nullable = 'NO' and column_default is null`,
    [table],
  );
  return Object.fromEntries(rows.map(({ column_name, data_type }) => [column_name, emptyOf(data_type)]));
}

function emptyOf(type: string): string {
  if (/int|numeric|real|double/.test(type)) return '0';
  if (type === 'boolean') return 'false';
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type === 'ARRAY' || type === 'jsonb') return "'{}'";
  return /timestamp|date/.test(type) ? 'now()' : "''";
}
