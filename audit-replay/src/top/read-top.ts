import type pg from 'pg';
import { AuditError } from '../audit-error.ts';
import type { EventLog } from '../event-log.ts';

/** How a projection stands, by its checkpoint. */
export type ProjectionReading = {
  readonly name: string;
  readonly position: bigint;
  /** Events applied in all; `null` where the projectors do not count them. */
  readonly applied: bigint | null;
  /** The process that leads it; `null` when nobody does. */
  readonly owner: string | null;
  /** Seconds that the leader may go on without another word; negative when it is over. */
  readonly leaseLeft: number | null;
  /** Seconds since the checkpoint moved. */
  readonly sinceProgress: number;
  /** Seconds since the oldest event was recorded that it has not applied; 0 when there is none. */
  readonly lagSeconds: number;
  readonly parked: number;
};

export type RebuildReading = {
  readonly projection: string;
  readonly phase: string;
  readonly position: bigint;
  readonly events: bigint;
  /** Why it was given up; `null` while it is under way. */
  readonly failure: string | null;
};

export type JobsReading = {
  /** Due, and nobody is at it yet. */
  readonly due: number;
  readonly running: number;
  /** Set for later. */
  readonly later: number;
  /** Failed before, and tried again. */
  readonly failing: number;
  readonly givenUp: number;
};

/** The installation at one moment, as the log's head and the database tell it. */
export type TopReading = {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly head: bigint;
  readonly projections: readonly ProjectionReading[];
  readonly rebuilds: readonly RebuildReading[];
  /** By task of graphile-worker. */
  readonly jobs: ReadonlyMap<string, JobsReading>;
  readonly mails: { readonly waiting: number; readonly failed: number };
};

// Columns are asked for by name inside a row as JSON: an installation of another version may lack some.
const checkpoints = `
  select name, position, (row ->> 'applied')::bigint as applied, row ->> 'owner' as owner,
    extract(epoch from (row ->> 'lease_until')::timestamptz - clock_timestamp())::float8 as lease_left,
    extract(epoch from clock_timestamp() - updated_at)::float8 as since_progress,
    (select count(*) from read_model.parked_streams p where p.projection = c.name)::int as parked
  from read_model.projection_checkpoints c, to_jsonb(c) as row order by name`;

type Checkpoint = {
  name: string;
  position: bigint;
  applied: bigint | null;
  owner: string | null;
  lease_left: number | null;
  since_progress: number;
  parked: number;
};

/** @throws AuditError `unreachable`, or `behind` where no projector ever ran */
export async function readTop(log: EventLog, pool: pg.Pool, now: () => number): Promise<TopReading> {
  const there = await pool.query<Record<'checkpoints' | 'rebuilds' | 'jobs' | 'mails', boolean>>(
    `select to_regclass('read_model.projection_checkpoints') is not null as checkpoints,
       to_regclass('read_model.rebuilds') is not null as rebuilds,
       to_regclass('graphile_worker.jobs') is not null as jobs, to_regclass('mail.outbox') is not null as mails`,
  );
  const has = there.rows[0];
  if (!has?.checkpoints) {
    throw new AuditError(
      'behind',
      'There are no projections in this database: no projector ever ran on it. Start the system, or check DATABASE_URL.',
    );
  }
  // The head first: what is applied later than it is no lag.
  const head = await log.head();
  const [{ rows }, rebuilds, jobs, mails] = await Promise.all([
    pool.query<Checkpoint>(checkpoints),
    has.rebuilds ? readRebuilds(pool) : [],
    has.jobs ? readJobs(pool) : new Map<string, JobsReading>(),
    has.mails ? readMails(pool) : { waiting: 0, failed: 0 },
  ]);
  const lagOf = await lags(
    log,
    head,
    rows.map(({ position }) => position),
    now,
  );
  return {
    at: now(),
    head,
    projections: rows.map(({ name, position, applied, owner, lease_left, since_progress, parked }) => ({
      name,
      position,
      applied,
      owner,
      leaseLeft: lease_left,
      sinceProgress: since_progress,
      lagSeconds: lagOf(position),
      parked,
    })),
    rebuilds,
    jobs,
    mails,
  };
}

/**
 * Events that the store writes for itself move the head too, so a checkpoint below the head may have nothing to apply:
 * the first event after it tells.
 */
async function lags(
  log: EventLog,
  head: bigint,
  positions: readonly bigint[],
  now: () => number,
): Promise<(position: bigint) => number> {
  const found = new Map<bigint, number>();
  for (const position of new Set(positions)) {
    if (position >= head) continue;
    for await (const event of log.readAll(position)) {
      if (event.position <= head)
        found.set(position, Math.max(0, (now() - event.recordedAt.getTime()) / 1_000));
      break;
    }
  }
  return (position) => found.get(position) ?? 0;
}

async function readRebuilds(pool: pg.Pool): Promise<RebuildReading[]> {
  const { rows } = await pool.query<RebuildReading>(
    `select projection, phase, position, events, failure from read_model.rebuilds
     where phase <> 'done' order by requested_at`,
  );
  return rows;
}

async function readJobs(pool: pg.Pool): Promise<Map<string, JobsReading>> {
  const { rows } = await pool.query<JobsReading & { task: string }>(
    `select task_identifier as task,
       count(*) filter (where locked_at is null and run_at <= now() and attempts < max_attempts)::int as due,
       count(*) filter (where locked_at is not null)::int as running,
       count(*) filter (where locked_at is null and run_at > now() and attempts < max_attempts)::int as later,
       count(*) filter (where attempts between 1 and max_attempts - 1 and last_error is not null)::int as failing,
       count(*) filter (where attempts >= max_attempts and locked_at is null)::int as "givenUp"
     from graphile_worker.jobs group by task_identifier order by task_identifier`,
  );
  return new Map(rows.map(({ task, ...counts }) => [task, counts]));
}

async function readMails(pool: pg.Pool): Promise<TopReading['mails']> {
  const { rows } = await pool.query<{ waiting: number; failed: number }>(
    `select count(*) filter (where status = 'waiting')::int as waiting,
       count(*) filter (where status = 'failed')::int as failed
     from mail.outbox where status in ('waiting', 'failed')`,
  );
  return rows[0] ?? { waiting: 0, failed: 0 };
}
