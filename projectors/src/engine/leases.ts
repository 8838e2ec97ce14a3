import type pg from 'pg';

/** Of each projection: who leads it, for all that the database knows. */
export type LeaseView = {
  readonly name: string;
  readonly version: number;
  readonly position: bigint;
  readonly epoch: bigint;
  readonly owner: string | null;
  /** True when nobody leads it: it was given back, or its leader did not renew in time. */
  readonly free: boolean;
};

/** What everybody who stands by sees, without a lock. */
export async function lookAtLeases(pool: pg.Pool, names: readonly string[]): Promise<LeaseView[]> {
  const seen = await pool.query<LeaseView>({
    name: 'engine_leases',
    text: `select name, version, position, owner_epoch as epoch, owner,
             owner is null or lease_until is null or lease_until <= clock_timestamp() as free
           from read_model.projection_checkpoints where name = any($1)`,
    values: [names],
  });
  return seen.rows;
}

/**
 * Renews what a process leads, all at once. One that ran out, because the database was away, is renewed as well, as
 * long as nobody took it. A checkpoint that somebody holds at this moment is passed over: the next time renews it.
 */
export async function renewLeases(
  pool: pg.Pool,
  owner: string,
  names: readonly string[],
  ttlMs: number,
): Promise<void> {
  await pool.query({
    name: 'engine_renew',
    text: `update read_model.projection_checkpoints
           set lease_until = clock_timestamp() + make_interval(secs => $3::double precision / 1000)
           where name in (select name from read_model.projection_checkpoints
             where owner = $1 and name = any($2) order by name for update skip locked) and owner = $1`,
    values: [owner, names, ttlMs],
  });
}

/** `told`: everything up to the checkpoint was told to the live bus, so the successor only tells what follows. */
export type Released = { readonly name: string; readonly epoch: bigint; readonly told: boolean };

/** Gives leases back, so that nobody waits until they run out. */
export async function releaseLeases(
  pool: pg.Pool,
  owner: string,
  leases: readonly Released[],
): Promise<void> {
  await pool.query(
    `update read_model.projection_checkpoints c
     set owner = null, lease_until = case when given.told then clock_timestamp() end
     from unnest($2::text[], $3::bigint[], $4::boolean[]) as given (name, epoch, told)
     where c.name = given.name and c.owner_epoch = given.epoch and c.owner = $1`,
    [owner, leases.map(({ name }) => name), leases.map(({ epoch }) => epoch), leases.map(({ told }) => told)],
  );
}
