import type pg from 'pg';

/**
 * Streams that a projection set aside because it could not apply an event of theirs. Made by the projectors with their
 * other tables. That it is to be tried again is written at the stream itself, so the request and what it is about cannot
 * part, and asking twice is asking once.
 */
export const parkedTables = `
create table if not exists read_model.parked_streams (
  projection text not null,
  stream text not null,
  -- Of the event that could not be applied; it and the stream's later events are not in the read model.
  position bigint not null,
  reason text not null,
  parked_at timestamptz not null default now(),
  primary key (projection, stream)
);
do $$ begin
  if not exists (select from information_schema.columns where table_schema = 'read_model'
      and table_name = 'parked_streams' and column_name = 'replay_requested_at') then
    alter table read_model.parked_streams
      -- How often it was tried again, and when last.
      add column attempts integer not null default 0,
      add column last_tried_at timestamptz,
      -- Set while somebody wants it tried again.
      add column replay_requested_at timestamptz;
  end if;
end $$;
`;

export type ParkedStreamState = {
  readonly projection: string;
  readonly stream: string;
  readonly position: bigint;
  readonly reason: string;
  readonly parkedAt: Date;
  readonly attempts: number;
  readonly lastTriedAt: Date | null;
  readonly replayRequestedAt: Date | null;
};

export const parkedColumns = `projection, stream, position, reason, parked_at as "parkedAt", attempts,
  last_tried_at as "lastTriedAt", replay_requested_at as "replayRequestedAt"`;

/**
 * Asks whoever leads the projection to try a parked stream again.
 * @returns false when the projection has no such stream parked
 */
export async function requestReplay(
  pool: Pick<pg.Pool, 'query'>,
  projection: string,
  stream: string,
): Promise<boolean> {
  const there = await pool.query<{ there: boolean }>(
    `select to_regclass('read_model.parked_streams') is not null as there`,
  );
  if (!there.rows[0]?.there) return false;
  const asked = await pool.query(
    `update read_model.parked_streams set replay_requested_at = coalesce(replay_requested_at, now())
     where projection = $1 and stream = $2`,
    [projection, stream],
  );
  return asked.rowCount === 1;
}

/** In the order of the log, by projection. */
export async function listParkedStreams(pool: Pick<pg.Pool, 'query'>): Promise<ParkedStreamState[]> {
  const parked = await pool.query<ParkedStreamState>(
    `select ${parkedColumns} from read_model.parked_streams order by projection, position, stream`,
  );
  return parked.rows;
}
