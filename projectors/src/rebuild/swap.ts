import { inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import type { Projection } from '../engine/projection.ts';
import { ClaimLost, type Shadow } from './shadow.ts';

/** Whoever rebuilds owns a projection under this name while it exchanges the tables. */
export const swapOwner = (worker: string): string => `rebuild ${worker}`;

/** How long the leader is kept out without a word from whoever exchanges; then it goes on with the old tables. */
const FENCE_SECONDS = 15;

/** Somebody else moved the checkpoint while it was fenced: begin again. */
export class FenceBroken extends Error {
  constructor(projection: string) {
    super(`the checkpoint of "${projection}" was moved by another while its tables were to be exchanged`);
    this.name = 'FenceBroken';
  }
}

/** The live projection stands still here until the tables are exchanged, or `unfence`. */
export type Fence = { readonly epoch: bigint; readonly position: bigint };

/** Takes the projection from its leader, whose next write is refused. Waits for the batch that it is at. */
export async function fence(pool: pg.Pool, { name }: Projection, worker: string): Promise<Fence> {
  const fenced = await pool.query<Fence>(
    `update read_model.projection_checkpoints
     set owner_epoch = owner_epoch + 1, owner = $2, lease_until = clock_timestamp() + make_interval(secs => $3)
     where name = $1 returning owner_epoch as epoch, position`,
    [name, swapOwner(worker), FENCE_SECONDS],
  );
  const [held] = fenced.rows;
  if (!held) throw new Error(`there is no checkpoint of ${name}`);
  return held;
}

/** Gives the projection, with its old tables, back to whoever wants to lead it. */
export async function unfence(pool: pg.Pool, { name }: Projection, { epoch }: Fence): Promise<void> {
  await pool.query(
    `update read_model.projection_checkpoints set owner = null, lease_until = null
     where name = $1 and owner_epoch = $2`,
    [name, epoch],
  );
}

/**
 * Puts the new tables in the place of the old ones, which have come at least as far, in one transaction: rows, position,
 * version, parked streams, and what the projection causes besides rows.
 *
 * Readers are waited for through `swap_guard`, at most `lockTimeoutMs`, during which those that come wait as well.
 * @returns for how long readers may have waited, in milliseconds
 * @throws an error of class 55P03 or 40P01 when it did not get the locks; nothing has changed then
 */
export async function swap(
  pool: pg.Pool,
  shadow: Shadow,
  held: Fence,
  lockTimeoutMs: number,
): Promise<number> {
  const { projection, claim, schema, position } = shadow;
  if (position < held.position)
    throw new Error(`${projection.name} was to be exchanged for less than it has`);
  let began = 0;
  await inTransaction(pool, async (transaction) => {
    await transaction.query(`set local search_path to ${schema}`);
    await projection.settleRebuilt?.(transaction, schema);
    const there = await tablesThere(transaction, projection);
    const timeout = `set local lock_timeout to ${Math.round(lockTimeoutMs)}`;
    began = performance.now();
    await transaction.query(`${timeout}; lock table read_model.swap_guard in access exclusive mode`);
    if (there.length > 0) await transaction.query(`lock table ${there.join(', ')} in access exclusive mode`);
    // Locked for good now, all that is left takes as long as it takes.
    await transaction.query('set local lock_timeout to 0');
    const moved = await transaction.query(
      `update read_model.projection_checkpoints set version = $3, position = $4, owner_epoch = owner_epoch + 1,
         owner = null, lease_until = null, updated_at = now(),
         applied = (select events from read_model.rebuilds where projection = $1)
       where name = $1 and owner_epoch = $2`,
      [projection.name, held.epoch, projection.version, position],
    );
    if (moved.rowCount !== 1) throw new FenceBroken(projection.name);
    if (there.length > 0) await transaction.query(`drop table ${there.join(', ')} cascade`);
    const names = projection.tableNames;
    await transaction.query(
      names.map((table) => `alter table ${schema}.${table} set schema ${projection.schema}`).join(';'),
    );
    await transaction.query('delete from read_model.parked_streams where projection = $1', [projection.name]);
    await transaction.query(
      `with own as (delete from read_model.rebuild_parked_streams where projection = $1 returning *)
       insert into read_model.parked_streams (projection, stream, position, reason)
       select projection, stream, position, reason from own`,
      [projection.name],
    );
    const done = await transaction.query(
      `update read_model.rebuilds set phase = 'done', finished_at = clock_timestamp(), lease_until = null
       where projection = $1 and epoch = $2`,
      [projection.name, claim.epoch],
    );
    if (done.rowCount !== 1) throw new ClaimLost(projection.name);
  });
  return performance.now() - began;
}

async function tablesThere(
  transaction: Pick<pg.PoolClient, 'query'>,
  { schema, tableNames }: Projection,
): Promise<string[]> {
  const there = await transaction.query<{ name: string }>(
    `select name from unnest($1::text[]) as name where to_regclass(name) is not null`,
    [tableNames.map((table) => `${schema}.${table}`)],
  );
  return there.rows.map(({ name }) => name);
}

/**
 * For how long the longest of those has run already whom an exchange would have to wait for, in milliseconds. Everybody
 * who comes waits behind an exchange that waits, so it is better not tried.
 */
export async function longestRead(pool: pg.Pool, { schema, tableNames }: Projection): Promise<number> {
  const names = ['read_model.swap_guard', ...tableNames.map((table) => `${schema}.${table}`)];
  const { rows } = await pool.query<{ ms: number | null }>(
    `select max(extract(epoch from clock_timestamp() - a.xact_start) * 1000)::double precision as ms
     from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'relation' and l.granted and l.pid <> pg_backend_pid()
       and l.database = (select oid from pg_database where datname = current_database())
       and l.relation in (select to_regclass(name) from unnest($1::text[]) as name)`,
    [names],
  );
  return rows[0]?.ms ?? 0;
}
