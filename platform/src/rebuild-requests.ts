import type pg from 'pg';

/**
 * What is asked of the projectors, and how far they are with it: one row for each projection that was ever rebuilt. Made
 * by the projectors with their other tables.
 */
export const rebuildTables = `
create table if not exists read_model.rebuilds (
  projection text primary key,
  requested_at timestamptz not null default now(),
  -- A process whose version of the projection is older than this leaves it to others.
  at_least integer not null default 0,
  -- True: also by a process whose version is older than that of the tables which are there.
  allow_older boolean not null default false,
  phase text not null default 'requested',
  -- Of what is being built.
  version integer,
  started_at timestamptz,
  finished_at timestamptz,
  -- Up to where of the log the new tables are, and where the log's end was when it was last looked at.
  position bigint not null default -1,
  head bigint,
  events bigint not null default 0,
  -- How long readers may have waited for the exchange of the tables.
  swap_ms double precision,
  failure text,
  -- Who is at it; somebody else takes it up when \`lease_until\` is over.
  worker text,
  epoch bigint not null default 0,
  lease_until timestamptz
);
create table if not exists read_model.rebuild_parked_streams (
  projection text not null,
  stream text not null,
  position bigint not null,
  reason text not null,
  primary key (projection, stream)
);
`;

/** What can be rebuilt: every read model, and what the sagas remember. Other followers of the log do more than write rows. */
export const rebuildable = [
  ...[
    'access',
    'board',
    'tickets',
    'activity',
    'past',
    'search',
    'reports',
    'inbox',
    'chat',
    'files',
    'contacts',
  ],
  ...['archiving', 'emptying', 'ticket-room', 'invitations'],
];

/**
 * `requested`: nobody has begun. `reading`: the log is read into the new tables. `indexing`: they get their indexes.
 * `waiting`: all is there, and a long read holds up the exchange. `swapping`: the exchange.
 */
export const rebuildPhases = [
  'requested',
  'reading',
  'indexing',
  'waiting',
  'swapping',
  'done',
  'failed',
] as const;
export type RebuildPhase = (typeof rebuildPhases)[number];

export type RebuildState = {
  readonly projection: string;
  readonly phase: RebuildPhase;
  readonly version: number | null;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly position: bigint;
  readonly head: bigint | null;
  readonly events: bigint;
  readonly swapMs: number | null;
  readonly failure: string | null;
  /** True while a process is at it. */
  readonly underWay: boolean;
};

export type RebuildRequest = {
  /** A process whose version of the projection is older than this leaves it to others. 0 unless told. */
  readonly atLeast?: number;
  /** Also by a process whose version is older than that of the tables which are there. */
  readonly allowOlder?: boolean;
};

/**
 * Asks for a rebuild, to be carried out by any projector process that has the projection. One that is asked for or under
 * way already is left as it is.
 * @returns whether it was asked for anew
 */
export async function requestRebuild(
  pool: Pick<pg.Pool, 'query'>,
  projection: string,
  { atLeast = 0, allowOlder = false }: RebuildRequest = {},
): Promise<boolean> {
  const asked = await pool.query(
    `insert into read_model.rebuilds as known (projection, at_least, allow_older) values ($1, $2, $3)
     on conflict (projection) do update set
       requested_at = now(), at_least = excluded.at_least, allow_older = excluded.allow_older, phase = 'requested',
       version = null, started_at = null, finished_at = null, position = -1, head = null, events = 0, swap_ms = null,
       failure = null, worker = null, lease_until = null
     where known.phase in ('done', 'failed')
     returning projection`,
    [projection, atLeast, allowOlder],
  );
  return asked.rowCount === 1;
}

export async function lookAtRebuilds(
  pool: Pick<pg.Pool, 'query'>,
  projections: readonly string[],
): Promise<RebuildState[]> {
  const found = await pool.query<RebuildState>(
    `select projection, phase, version, requested_at as "requestedAt", started_at as "startedAt",
       finished_at as "finishedAt", position, head, events, swap_ms as "swapMs", failure,
       coalesce(lease_until > clock_timestamp(), false) as "underWay"
     from read_model.rebuilds where projection = any($1) order by requested_at, projection`,
    [projections],
  );
  return found.rows;
}
