import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Transaction } from '../engine/projection.ts';
import type { TicketRow } from './ticket-row.ts';

/** Where a read model keeps what was removed, and its tickets. */
export type RemovalTables = { readonly removals: string; readonly tickets: string };

/**
 * A project's columns and tags that are gone. A ticket's own events go on naming them: until the system has moved it,
 * or for ever. Rows never do, so no reader has to ask what is still there.
 */
export const removalsTable = (name: string): string => `
create table if not exists ${name} (
  id uuid primary key,
  project_id uuid not null,
  -- Of a column: the one that its tickets stand in now. Null for a tag.
  to_column_id uuid
);
`;

export type Removals = ReadonlyMap<string, string | null>;
/** Tickets whose rows the event changed. */
export type Removed = { readonly event: RecordedEvent; readonly ticketIds: readonly string[] };

/** Writes down what these events remove, and takes it out of the rows that are there already. */
export async function applyRemovals(
  events: readonly RecordedEvent[],
  tables: RemovalTables,
  transaction: Transaction,
): Promise<readonly Removed[]> {
  const removed: Removed[] = [];
  for (const event of events) {
    if (event.type !== 'BoardColumnRemoved' && event.type !== 'TagRemoved') continue;
    const ticketIds =
      event.type === 'TagRemoved'
        ? await removeTag(transaction, tables, streamSubject(event.stream), event.data.tagId)
        : await removeColumn(transaction, tables, streamSubject(event.stream), event.data);
    removed.push({ event, ticketIds });
  }
  return removed;
}

async function removeColumn(
  transaction: Transaction,
  { removals, tickets }: RemovalTables,
  projectId: string,
  { columnId, ticketsToColumnId }: { readonly columnId: string; readonly ticketsToColumnId: string },
): Promise<string[]> {
  // Seen before, it changes nothing: where its tickets go may have been removed since.
  await transaction.query(
    `insert into ${removals} (id, project_id, to_column_id)
     select $1, $2, coalesce((select to_column_id from ${removals} where id = $3), $3)
     on conflict (id) do nothing`,
    [columnId, projectId, ticketsToColumnId],
  );
  const target = `(select to_column_id from ${removals} where id = $1)`;
  await transaction.query(`update ${removals} set to_column_id = ${target} where to_column_id = $1`, [
    columnId,
  ]);
  const moved = await transaction.query<{ id: string }>(
    `update ${tickets} set column_id = ${target} where project_id = $2 and column_id = $1 returning id`,
    [columnId, projectId],
  );
  return moved.rows.map(({ id }) => id);
}

async function removeTag(
  transaction: Transaction,
  { removals, tickets }: RemovalTables,
  projectId: string,
  tagId: string,
): Promise<string[]> {
  await transaction.query(
    `insert into ${removals} (id, project_id) values ($1, $2) on conflict (id) do nothing`,
    [tagId, projectId],
  );
  const untagged = await transaction.query<{ id: string }>(
    `update ${tickets} set tag_ids = array_remove(tag_ids, $1::uuid)
     where project_id = $2 and tag_ids @> array[$1::uuid] returning id`,
    [tagId, projectId],
  );
  return untagged.rows.map(({ id }) => id);
}

/** Which of the columns and tags that these events of tickets name are gone. */
export async function loadRemovals(
  events: readonly RecordedEvent[],
  { removals }: RemovalTables,
  transaction: Transaction,
): Promise<Removals> {
  const named = new Set<string>();
  for (const { data } of events) {
    if ('columnId' in data) named.add(data.columnId);
    if ('tagId' in data) named.add(data.tagId);
  }
  if (named.size === 0) return new Map();
  const found = await transaction.query<{ id: string; to_column_id: string | null }>({
    name: `load_${removals}`,
    text: `select id, to_column_id from ${removals} where id = any($1::uuid[])`,
    values: [[...named]],
  });
  return new Map(found.rows.map(({ id, to_column_id }) => [id, to_column_id]));
}

/** Takes what is gone out of a row that an event has just been applied to. */
export function withoutRemoved(row: TicketRow, removals: Removals): void {
  row.column_id = removals.get(row.column_id) ?? row.column_id;
  if (row.tag_ids.some((id) => removals.has(id))) row.tag_ids = row.tag_ids.filter((id) => !removals.has(id));
}
