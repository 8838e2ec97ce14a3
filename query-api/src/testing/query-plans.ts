import { type Sql, statement } from '@ticketing/platform/sql.ts';
import type pg from 'pg';
import { loadCaller } from '../access/load-viewer.ts';
import type { Reading } from '../reading/reader.ts';
import { inSnapshot } from '../reading/snapshot.ts';

type Plan = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
};

/** What one statement of a read would do. */
export type Planned = {
  readonly text: string;
  /** Tables read from their beginning to their end, however many rows are wanted. */
  readonly scanned: readonly string[];
  /** Rows that were sorted all at once, the most of any sort. */
  readonly sorted: number;
  /** Rows of tables that were looked at, wanted or not. */
  readonly touched: number;
};

/** Runs a read as this person and has the database explain every statement that it sends. */
export async function plansOf(
  pool: pg.Pool,
  userId: string,
  read: (reading: Reading) => Promise<unknown>,
): Promise<Planned[]> {
  const sent: Sql[] = [];
  await inSnapshot(pool, async (query) => {
    const caller = await loadCaller(query, userId);
    if (!caller) throw new Error(`there is no person ${userId}`);
    const recording: typeof query = (piece) => {
      sent.push(piece);
      return query(piece);
    };
    await read({ ...caller, query: recording });
  });
  const planned: Planned[] = [];
  for (const piece of sent) {
    const { text, values } = statement(piece);
    const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>({
      text: `explain (analyze, timing off, format json) ${text}`,
      values,
    });
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    if (!plan) throw new Error(`no plan for ${text}`);
    planned.push(plannedOf(text, plan));
  }
  return planned;
}

function plannedOf(text: string, plan: Plan): Planned {
  const scanned: string[] = [];
  let sorted = 0;
  let touched = 0;
  const look = (node: Plan): void => {
    const loops = node['Actual Loops'] ?? 1;
    const table = node['Relation Name'];
    if (node['Node Type'] === 'Seq Scan' && table) scanned.push(table);
    if (table) touched += ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * loops;
    const input = node.Plans?.[0];
    if (node['Node Type'] === 'Sort' && input) {
      sorted = Math.max(sorted, (input['Actual Rows'] ?? 0) * (input['Actual Loops'] ?? 1));
    }
    for (const child of node.Plans ?? []) look(child);
  };
  look(plan);
  return { text, scanned, sorted, touched };
}

/** Tables with so many rows that reading one whole would be felt. */
export async function largeTables(pool: pg.Pool, rows = 5_000): Promise<ReadonlySet<string>> {
  const found = await pool.query<{ relname: string }>(
    `select relname from pg_class
     where relnamespace = 'read_model'::regnamespace and relkind = 'r' and reltuples >= $1`,
    [rows],
  );
  return new Set(found.rows.map(({ relname }) => relname));
}
