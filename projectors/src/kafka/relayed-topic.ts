import type pg from 'pg';

/** What the relay has written down of the topic. */
export type RelayedTopic = {
  readonly topic: string;
  readonly partitions: number;
  /** Position of the last event that was relayed; -1 before the first. */
  readonly lastPosition: bigint;
};

const UNDEFINED_TABLE = '42P01';

/** Undefined before the first event was relayed. */
export async function relayedTopic(pool: pg.Pool): Promise<RelayedTopic | undefined> {
  try {
    const stored = await pool.query<RelayedTopic>(
      'select topic, partitions, last_position as "lastPosition" from relay.progress',
    );
    return stored.rows[0];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return undefined;
    throw error;
  }
}

/**
 * Offsets at which to begin in order to hear everything after a position, and a little before it. A partition of which
 * nothing is noted that early begins at its beginning.
 */
export async function startsAfter(
  pool: pg.Pool,
  after: ReadonlyMap<number, bigint>,
): Promise<Map<number, bigint>> {
  const noted = await pool.query<{ partition: number; first_offset: bigint | null }>(
    `select wanted.partition, (
       select o.first_offset from relay.offsets o
       where o.partition = wanted.partition and o.position <= wanted.position order by o.position desc limit 1
     ) as first_offset
     from unnest($1::int[], $2::bigint[]) as wanted (partition, position)`,
    [[...after.keys()], [...after.values()]],
  );
  return new Map(noted.rows.map(({ partition, first_offset }) => [partition, first_offset ?? 0n]));
}

/** Position of the last event that each partition was given. */
export async function partitionHeads(pool: pg.Pool): Promise<Map<number, bigint>> {
  const stored = await pool.query<{ partition: number; last_position: bigint }>(
    'select partition, last_position from read_model.relayed',
  );
  return new Map(stored.rows.map(({ partition, last_position }) => [partition, last_position]));
}
