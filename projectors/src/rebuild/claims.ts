import { inTransaction } from '@ticketing/platform/postgres.ts';
import type { RebuildPhase } from '@ticketing/platform/rebuild-requests.ts';
import type pg from 'pg';
import type { Projection } from '../engine/projection.ts';

/** A rebuild that this process is at, and nobody else. */
export type Claim = {
  /** Grows whenever a process takes the rebuild up; what an earlier one writes is refused. */
  readonly epoch: bigint;
  /** Up to where the tables beside were built already; -1 to begin anew. */
  readonly position: bigint;
  readonly leaseSeconds: number;
};

export type Claimed = { readonly projection: Projection; readonly claim: Claim };

/** A process that says nothing for so long is taken for dead, and another one takes its rebuilds up. */
const LEASE_SECONDS = 20;

type Asked = {
  readonly projection: string;
  readonly at_least: number;
  readonly allow_older: boolean;
  readonly version: number | null;
  readonly phase: RebuildPhase;
  readonly position: bigint;
  readonly there: number;
};

/**
 * Takes up what is asked for and nobody is at. A process leaves alone what is asked of newer ones, and never puts an older
 * version in the place of a newer one unless that is what was asked for.
 */
export function claimRebuilds(
  pool: pg.Pool,
  projections: readonly Projection[],
  worker: string,
  leaseSeconds: number = LEASE_SECONDS,
): Promise<Claimed[]> {
  return inTransaction(pool, async (transaction) => {
    const asked = await transaction.query<Asked>(
      `select r.projection, r.at_least, r.allow_older, r.version, r.phase, r.position, c.version as there
       from read_model.rebuilds r join read_model.projection_checkpoints c on c.name = r.projection
       where r.projection = any($1) and r.phase not in ('done', 'failed')
         and (r.lease_until is null or r.lease_until <= clock_timestamp())
       order by r.requested_at for update of r skip locked`,
      [projections.map(({ name }) => name)],
    );
    const claimed: Claimed[] = [];
    for (const row of asked.rows) {
      const projection = projections.find(({ name }) => name === row.projection);
      if (!projection || projection.version < row.at_least) continue;
      if (projection.version < row.there && !row.allow_older) continue;
      const resumed = row.version === projection.version && row.phase !== 'requested';
      const taken = await transaction.query<{ epoch: bigint; position: bigint }>(
        `update read_model.rebuilds set
           worker = $2, epoch = epoch + 1, lease_until = clock_timestamp() + make_interval(secs => $3), version = $4,
           phase = 'reading', started_at = case when $5 then started_at else now() end,
           position = case when $5 then position else -1 end, events = case when $5 then events else 0 end
         where projection = $1 returning epoch, position`,
        [row.projection, worker, leaseSeconds, projection.version, resumed],
      );
      const [claim] = taken.rows;
      if (claim) claimed.push({ projection, claim: { ...claim, leaseSeconds } });
    }
    return claimed;
  });
}

/** @returns the names of those that are still this process's own */
export async function renewClaims(pool: pg.Pool, claims: readonly Claimed[]): Promise<ReadonlySet<string>> {
  const renewed = await pool.query<{ projection: string }>(
    `update read_model.rebuilds r set lease_until = clock_timestamp() + make_interval(secs => $3)
     from unnest($1::text[], $2::bigint[]) as mine (projection, epoch)
     where r.projection = mine.projection and r.epoch = mine.epoch returning r.projection`,
    [
      claims.map(({ projection }) => projection.name),
      claims.map(({ claim }) => claim.epoch),
      claims[0]?.claim.leaseSeconds ?? LEASE_SECONDS,
    ],
  );
  return new Set(renewed.rows.map(({ projection }) => projection));
}

/** Lets another process take it up at once. */
export async function giveBack(pool: pg.Pool, { projection, claim }: Claimed): Promise<void> {
  await pool.query(
    `update read_model.rebuilds set lease_until = null, worker = null where projection = $1 and epoch = $2`,
    [projection.name, claim.epoch],
  );
}

export async function tellPhase(
  pool: pg.Pool,
  { projection, claim }: Claimed,
  phase: RebuildPhase,
  head?: bigint,
): Promise<void> {
  await pool.query(
    `update read_model.rebuilds set phase = $3, head = greatest(head, $4) where projection = $1 and epoch = $2`,
    [projection.name, claim.epoch, phase, head ?? null],
  );
}

export async function tellFailure(
  pool: pg.Pool,
  { projection, claim }: Claimed,
  reason: string,
): Promise<void> {
  await pool.query(
    `update read_model.rebuilds set phase = 'failed', failure = $3, finished_at = now(), lease_until = null
     where projection = $1 and epoch = $2`,
    [projection.name, claim.epoch, reason.slice(0, 2_000)],
  );
}
