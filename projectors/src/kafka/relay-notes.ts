import type { Belonging } from '@ticketing/contracts/event-key.ts';
import type { FirstOffset } from '@ticketing/platform/kafka.ts';
import { LeaseLost, type Transaction } from '../engine/projection.ts';
import type { RelayBatch } from './relay-batches.ts';

export const RELAY_NAME = 'relay';

/** A row of `offsets` for so many messages of a partition: who begins at a position reads over fewer than these. */
const OFFSETS_EVERY = 500n;

/** How far the relay has come. */
export type Progress = {
  readonly topic: string;
  readonly partitions: number;
  /** Position of the last event that was relayed; -1 before the first. */
  readonly last_position: bigint;
};

/**
 * A database that crashed may come back without its last commits, and what is written down is then older than what was
 * sent. What follows would be sent as the next after something before that, before the checkpoint refuses to move.
 */
export async function requireWhereItWas(
  epoch: bigint,
  from: bigint,
  transaction: Transaction,
): Promise<void> {
  const held = await transaction.query({
    name: 'relay_held',
    text: `select 1 from read_model.projection_checkpoints
           where name = $1 and owner_epoch = $2 and position = $3`,
    values: [RELAY_NAME, epoch, from],
  });
  if (held.rowCount !== 1) throw new LeaseLost(RELAY_NAME);
}

export async function noteBelongings(told: readonly Belonging[], transaction: Transaction): Promise<void> {
  if (told.length === 0) return;
  await transaction.query({
    name: 'relay_belong',
    text: `insert into belongings (id, project_id) select * from unnest($1::uuid[], $2::uuid[])
           on conflict (id) do nothing`,
    values: [told.map(({ id }) => id), told.map(({ projectId }) => projectId)],
  });
}

/** A relay that begins anew has sent nothing, whatever another one sent before it. */
export async function headsOf(progress: Progress, transaction: Transaction): Promise<Map<number, bigint>> {
  if (progress.last_position < 0n) {
    await transaction.query('delete from read_model.relayed');
    return new Map();
  }
  const stored = await transaction.query<{ partition: number; last_position: bigint }>(
    'select partition, last_position from read_model.relayed',
  );
  return new Map(stored.rows.map(({ partition, last_position }) => [partition, last_position]));
}

export async function noteHeads(heads: ReadonlyMap<number, bigint>, transaction: Transaction): Promise<void> {
  await transaction.query({
    name: 'relay_heads',
    text: `insert into read_model.relayed as known (partition, last_position)
           select * from unnest($1::int[], $2::bigint[])
           on conflict (partition) do update set last_position = excluded.last_position
           where known.last_position <> excluded.last_position`,
    values: [[...heads.keys()], [...heads.values()]],
  });
}

export async function noteOffsets(
  batches: readonly RelayBatch[],
  sent: readonly (readonly FirstOffset[])[],
  indexed: Map<number, bigint>,
  transaction: Transaction,
): Promise<void> {
  const rows: { partition: number; position: bigint; offset: bigint }[] = [];
  for (const [at, { firstPositions }] of batches.entries()) {
    for (const { partition, offset } of sent[at] ?? []) {
      const before = indexed.get(partition);
      const position = firstPositions.get(partition);
      if (position === undefined || (before !== undefined && offset - before < OFFSETS_EVERY)) continue;
      indexed.set(partition, offset);
      rows.push({ partition, position, offset });
    }
  }
  if (rows.length === 0) return;
  await transaction.query(
    `insert into offsets (partition, position, first_offset) select * from unnest($1::int[], $2::bigint[], $3::bigint[])
     on conflict (partition, position) do update set first_offset = excluded.first_offset`,
    [
      rows.map(({ partition }) => partition),
      rows.map(({ position }) => position),
      rows.map(({ offset }) => offset),
    ],
  );
}
