import pg from 'pg';
import type { Projection } from '../engine/projection.ts';
import { FED_BY_KAFKA } from '../kafka/partition-checkpoints.ts';
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
     where name = $1 and owner is distinct from $4 returning owner_epoch as epoch, position`,
    [name, swapOwner(worker), FENCE_SECONDS, FED_BY_KAFKA],
  );
  const [held] = fenced.rows;
  if (!held) throw new Error(`there is no checkpoint of ${name} that follows the log`);
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
 * Readers are waited for through `swap_guard`, at most `lockTimeoutMs`, during which those that come wait as well. From
 * there to the commit it is one message to the database, so that nobody waits for this process too.
 * @returns for how long readers may have waited, in milliseconds, by the database's clock
 * @throws an error of SQLSTATE 55P03 or 40P01 when it did not get the locks; nothing has changed then
 */
export async function swap(
  pool: pg.Pool,
  shadow: Shadow,
  held: Fence,
  lockTimeoutMs: number,
): Promise<number> {
  const { projection, schema, position } = shadow;
  if (position < held.position)
    throw new Error(`${projection.name} was to be exchanged for less than it has`);
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(`begin; set local search_path to ${schema}`);
    await projection.settleRebuilt?.(client, schema);
    const there = await tablesThere(client, projection);
    // A message of several statements is answered with a result for each, which the types do not know.
    const results = (await client.query(swapSql(shadow, held, there, lockTimeoutMs))) as unknown;
    return betweenInstants(results as readonly pg.QueryResult<{ at: number }>[]);
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw meaningOf(error, projection.name);
  } finally {
    client.release(broken);
  }
}

const FENCE_BROKEN = 'TK001';
const CLAIM_LOST = 'TK002';

function swapSql(
  { projection, claim, schema, position }: Shadow,
  held: Fence,
  there: readonly string[],
  lockTimeoutMs: number,
): string {
  const name = pg.escapeLiteral(projection.name);
  const old = there.join(', ');
  return `
    set local lock_timeout to ${Math.round(lockTimeoutMs)};
    select extract(epoch from clock_timestamp())::float8 * 1000 as at;
    lock table read_model.swap_guard in access exclusive mode;
    ${there.length > 0 ? `lock table ${old} in access exclusive mode;` : ''}
    -- With these locks all that is left takes as long as it takes.
    set local lock_timeout to 0;
    do $$ begin
      update read_model.projection_checkpoints
      set version = ${projection.version}, position = ${position}, owner_epoch = owner_epoch + 1, owner = null,
        lease_until = null, updated_at = now(),
        applied = (select events from read_model.rebuilds where projection = ${name})
      where name = ${name} and owner_epoch = ${held.epoch};
      if not found then raise sqlstate '${FENCE_BROKEN}'; end if;
      update read_model.rebuilds set phase = 'done', finished_at = clock_timestamp(), lease_until = null
      where projection = ${name} and epoch = ${claim.epoch};
      if not found then raise sqlstate '${CLAIM_LOST}'; end if;
    end $$;
    ${there.length > 0 ? `drop table ${old} cascade;` : ''}
    ${projection.tableNames.map((table) => `alter table ${schema}.${table} set schema ${projection.schema};`).join('\n')}
    delete from read_model.parked_streams where projection = ${name};
    with own as (delete from read_model.rebuild_parked_streams where projection = ${name} returning *)
    insert into read_model.parked_streams (projection, stream, position, reason)
    select projection, stream, position, reason from own;
    commit;
    select extract(epoch from clock_timestamp())::float8 * 1000 as at`;
}

function betweenInstants(results: readonly pg.QueryResult<{ at: number }>[]): number {
  const instants = results.flatMap(({ rows }) => rows.flatMap(({ at }) => at ?? []));
  return (instants.at(-1) ?? 0) - (instants[0] ?? 0);
}

function meaningOf(error: unknown, projection: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === FENCE_BROKEN) return new FenceBroken(projection);
  return code === CLAIM_LOST ? new ClaimLost(projection) : error;
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
