import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { rowsById, upsertRows } from '../read-models/rows.ts';
import { emptyingIndexes, emptyingTableNames, emptyingTables } from './emptying-tables.ts';
import { EMPTY_TASK } from './emptying-worker.ts';

type TicketRow = { id: string; column_id: string; rank: string; placed_by: string; revision: number };
const ticketColumns = ['id', 'column_id', 'rank', 'placed_by', 'revision'] as const;

/**
 * The process manager that empties removed columns: every ticket whose own stream names one, archived ones too, is moved
 * to where the column's tickets go. A job for the column is set in the transaction that knows of such a ticket, whichever
 * came first: the removal, or an event of the ticket that was decided on the board of a moment before.
 */
export const emptyingSaga: Projection = {
  name: 'emptying',
  version: 1,
  schema: 'sagas',
  gatherMs: 50,
  tables: emptyingTables,
  indexes: emptyingIndexes,
  tableNames: emptyingTableNames,
  categories: new Set(['project', 'ticket']),
  async settleRebuilt(transaction) {
    const { rows } = await transaction.query<{ id: string }>('select id from emptying_columns');
    await scheduleEmptying(
      transaction,
      rows.map(({ id }) => id),
      [],
    );
  },
  async project({ events, rebuilding }, transaction) {
    const placed = await placeTickets(events, transaction);
    const removed = events.flatMap((event) =>
      event.type === 'BoardColumnRemoved'
        ? { id: event.data.columnId, project_id: streamSubject(event.stream) }
        : [],
    );
    await upsertRows(transaction, 'emptying_columns', ['id', 'project_id'], ['id'], removed);
    if (rebuilding) return [];
    // What an archived project has left undone is done once it is restored.
    const restored = events.flatMap((event) =>
      event.type === 'ProjectRestored' ? streamSubject(event.stream) : [],
    );
    const touched = [...placed.map(({ column_id }) => column_id), ...removed.map(({ id }) => id)];
    await scheduleEmptying(transaction, [...new Set(touched)], restored);
    return [];
  },
};

/** Each event that puts a ticket somewhere says where: an earlier one that comes again is passed over. */
async function placeTickets(
  events: readonly RecordedEvent[],
  transaction: Transaction,
): Promise<readonly TicketRow[]> {
  const placing = events.filter(
    ({ type }) => type === 'TicketOpened' || type === 'TicketMoved' || type === 'TicketRestored',
  );
  type Stored = Omit<TicketRow, 'revision'> & { revision: bigint };
  const ids = [...new Set(placing.map(({ stream }) => streamSubject(stream)))];
  const stored = await rowsById<Stored>(transaction, 'emptying_tickets', ticketColumns, ids);
  const changed = new Map<string, TicketRow>();
  for (const event of placing) {
    if (!('columnId' in event.data) || !('rank' in event.data)) continue;
    const id = streamSubject(event.stream);
    const revision = Number(event.revision);
    const known = changed.get(id) ?? stored.get(id);
    if (known && Number(known.revision) >= revision) continue;
    if (!known && event.type !== 'TicketOpened') {
      throw new Error(`${event.stream} begins with ${event.type} instead of TicketOpened`);
    }
    const { columnId: column_id, rank } = event.data;
    changed.set(id, { id, column_id, rank, placed_by: event.id, revision });
  }
  const rows = [...changed.values()];
  await upsertRows(transaction, 'emptying_tickets', ticketColumns, ['id'], rows);
  return rows;
}

/** One job for a column at a time; one that is set while it runs comes after it. */
async function scheduleEmptying(
  transaction: Transaction,
  columnIds: readonly string[],
  projectIds: readonly string[],
): Promise<void> {
  if (columnIds.length === 0 && projectIds.length === 0) return;
  await transaction.query({
    name: 'emptying_schedule',
    text: `select count(graphile_worker.add_job(
             identifier => '${EMPTY_TASK}',
             payload => json_build_object('columnId', gone.id),
             job_key => 'empty:' || gone.id))
           from emptying_columns as gone
           where (gone.id = any($1::uuid[]) or gone.project_id = any($2::uuid[]))
             and exists (select 1 from emptying_tickets as ticket where ticket.column_id = gone.id)`,
    values: [columnIds, projectIds],
  });
}
