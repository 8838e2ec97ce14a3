import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { isNews } from '../news.ts';
import { rowsById, upsertRows } from '../read-models/rows.ts';
import { isNextOf } from '../read-models/ticket-row.ts';
import { ticketRoomTableNames, ticketRoomTables } from './ticket-room-tables.ts';

/** Name of the task among graphile-worker's. */
export const SETTLE_ROOM_TASK = 'settle-ticket-room';

type TicketRow = { id: string; company_id: string | null; archived: boolean; revision: number };

const ticketColumns = ['id', 'company_id', 'archived', 'revision'] as const;

/** Why the people of a room are looked at: the event's id, its stream, and when it happened by business time. */
type Cause = { readonly causedBy: string; readonly stream: string; readonly at: string };

/**
 * The process manager by which people come into the rooms of tickets: a ticket's reporter, its company's admins and its
 * assignees. Each event that changes who they are asks for the room to be settled, by a job in the same transaction; the
 * job reads the streams and answers with a command (settle-ticket-room.ts). Rooms of archived tickets stay as they are, and
 * what an import tells of the past brings nobody in: the next thing that happens to the ticket does.
 */
export const ticketRoomSaga: Projection = {
  name: 'ticket-room',
  version: 1,
  schema: 'sagas',
  gatherMs: 50,
  tables: ticketRoomTables,
  indexes: '',
  tableNames: ticketRoomTableNames,
  categories: new Set(['company', 'ticket']),
  async project({ events, rebuilding }, transaction) {
    const tickets = await loadTickets(events, transaction);
    const changed = new Set<TicketRow>();
    const rooms = new Map<string, Cause>();
    const companies = new Map<string, Cause>();
    for (const event of events) {
      const id = streamSubject(event.stream);
      const cause = { causedBy: event.id, stream: event.stream, at: event.metadata.at };
      if (event.type === 'CompanyAdminAssigned' || event.type === 'CompanyAdminRemoved') {
        companies.set(id, cause);
      }
      if (!event.stream.startsWith('ticket-')) continue;
      const ticket = tickets.get(id);
      if (!isNextOf(ticket, event)) continue;
      changed.add(applied(tickets, ticket, event));
      if (settles.has(event.type) && isNews(event)) rooms.set(id, cause);
    }
    await upsertRows(transaction, 'ticket_rooms', ticketColumns, ['id'], [...changed]);
    // What was to be settled is settled already, or waits as a job, which knows by itself what it is about.
    if (!rebuilding) await schedule(transaction, rooms, companies);
    return [];
  },
};

/** After these somebody else may be concerned by the ticket, or might have become so while it was archived. */
const settles: ReadonlySet<RecordedEvent['type']> = new Set([
  'TicketOpened',
  'TicketAssigned',
  'TicketUnassigned',
  'TicketRestored',
  'TicketCompanyChanged',
]);

function applied(
  tickets: Map<string, TicketRow>,
  known: TicketRow | undefined,
  event: RecordedEvent,
): TicketRow {
  if (event.type === 'TicketOpened') {
    const id = streamSubject(event.stream);
    const opened = { id, company_id: event.data.companyId, archived: false, revision: 0 };
    tickets.set(id, opened);
    return opened;
  }
  if (!known) throw new Error(`${event.stream} begins with ${event.type} instead of TicketOpened`);
  known.revision = Number(event.revision);
  if (event.type === 'TicketCompanyChanged') known.company_id = event.data.companyId;
  if (event.type === 'TicketArchived') known.archived = true;
  if (event.type === 'TicketRestored') known.archived = false;
  return known;
}

async function loadTickets(
  events: readonly RecordedEvent[],
  transaction: Transaction,
): Promise<Map<string, TicketRow>> {
  const ids = events.flatMap(({ stream }) => (stream.startsWith('ticket-') ? [streamSubject(stream)] : []));
  type Stored = Omit<TicketRow, 'revision'> & { revision: bigint };
  const stored = await rowsById<Stored>(transaction, 'ticket_rooms', ticketColumns, [...new Set(ids)]);
  return new Map([...stored.values()].map((row) => [row.id, { ...row, revision: Number(row.revision) }]));
}

/** One job a room, however many reasons there are: a later one replaces it as long as it has not begun. */
async function schedule(
  transaction: Transaction,
  rooms: ReadonlyMap<string, Cause>,
  companies: ReadonlyMap<string, Cause>,
): Promise<void> {
  if (rooms.size === 0 && companies.size === 0) return;
  const listed = (causes: ReadonlyMap<string, Cause>) =>
    JSON.stringify(
      [...causes].map(([id, { causedBy, stream, at }]) => ({ id, caused_by: causedBy, stream, at })),
    );
  await transaction.query({
    name: 'ticket_room_schedule',
    text: `select count(graphile_worker.add_job(
             identifier => '${SETTLE_ROOM_TASK}',
             payload => json_build_object('ticketId', due.id, 'causedBy', due.caused_by, 'stream', due.stream, 'at', due.at),
             job_key => 'room:' || due.id))
           from (
             select distinct on (ticket.id) ticket.id, cause.caused_by, cause.stream, cause.at
             from ticket_rooms as ticket
             join (
               select id as ticket_id, null::uuid as company_id, caused_by, stream, at
               from json_to_recordset($1::json) as room(id uuid, caused_by uuid, stream text, at text)
               union all
               select null::uuid, id, caused_by, stream, at
               from json_to_recordset($2::json) as company(id uuid, caused_by uuid, stream text, at text)
             ) as cause on cause.ticket_id = ticket.id or cause.company_id = ticket.company_id
             where not ticket.archived
             order by ticket.id, cause.company_id
           ) as due`,
    values: [listed(rooms), listed(companies)],
  });
}
