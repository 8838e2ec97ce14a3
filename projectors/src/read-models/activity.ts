import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { type BusMessage, type TicketFacts, ticketChannel } from '@ticketing/contracts/live.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { detailsOf, keyOf, loadNames, nameIn } from './activity-details.ts';
import { activityIndexes, activityTableNames, activityTables } from './activity-tables.ts';
import { changeMessage } from './live-change.ts';
import { upsertRows } from './rows.ts';
import { excluding, including, instant, isNextOf } from './ticket-row.ts';

type ActivityRow = {
  id: string;
  ticket_id: string;
  project_id: string;
  company_id: string | null;
  type: string;
  details: Record<string, unknown>;
  actor_id: string;
  actor_name: string;
  /** ISO 8601. */
  at: string;
  recorded_at: string;
  revision: number;
  position: string;
  internal: boolean;
  related_id: string | null;
};

/** Who may hear of a ticket, which of its comments are internal, and up to where it was told. */
type TicketState = {
  ticket_id: string;
  project_id: string;
  key: string;
  parent_id: string | null;
  reporter_id: string;
  company_id: string | null;
  assignee_ids: string[];
  internal_note_ids: string[];
  revision: number;
};

const activityColumns = [
  'id',
  'ticket_id',
  'project_id',
  'company_id',
  'type',
  'details',
  'actor_id',
  'actor_name',
  'at',
  'recorded_at',
  'revision',
  'position',
  'internal',
  'related_id',
] as const;
const stateColumns = [
  'ticket_id',
  'project_id',
  'key',
  'parent_id',
  'reporter_id',
  'company_id',
  'assignee_ids',
  'internal_note_ids',
  'revision',
] as const;

/** What happened to each ticket, with the names of the time. */
export const activity: Projection = {
  name: 'activity',
  gatherMs: 25,
  version: 4,
  schema: 'read_model',
  tables: activityTables,
  indexes: activityIndexes,
  tableNames: activityTableNames,
  categories: new Set(['user', 'company', 'project', 'ticket']),
  async project({ events, live }, transaction) {
    const ofTickets = events.filter(({ stream }) => stream.startsWith('ticket-'));
    const names = await loadNames(transaction, ofTickets);
    const namesChanged = new Map<string, string>();
    const states = await loadStates(
      transaction,
      ofTickets.map(({ stream }) => streamSubject(stream)),
    );
    await loadRelated(transaction, ofTickets, states);
    const statesChanged = new Set<TicketState>();
    const rows: ActivityRow[] = [];
    const messages: BusMessage[] = [];

    for (const event of events) {
      const named = nameIn(event);
      if (named) {
        names.set(named.id, named.name);
        namesChanged.set(named.id, named.name);
      }
      if (!event.stream.startsWith('ticket-')) continue;
      const ticketId = streamSubject(event.stream);
      const known = states.get(ticketId);
      if (!isNextOf(known, event)) continue;
      const before = known ? factsOf(known) : null;
      const state = known ?? openedState(ticketId, event);
      states.set(ticketId, state);
      const relatedId = relatedIn(event, state);
      const internal = applyToState(state, event);
      statesChanged.add(state);
      const related = relatedId === null ? undefined : states.get(relatedId);
      const row: ActivityRow = {
        ...rowOf(event, state, names, internal),
        ...(related ? { details: { ...detailsOf(event, names), ...keyOf(event, related.key) } } : {}),
        related_id: relatedId,
      };
      rows.push(row);
      if (live) messages.push(activityMessage(event, row, before, factsOf(state), related));
    }

    const nameRows = [...namesChanged].map(([id, name]) => ({ id, name }));
    await upsertRows(transaction, 'activity_names', ['id', 'name'], ['id'], nameRows);
    await upsertRows(transaction, 'activity_tickets', stateColumns, ['ticket_id'], [...statesChanged]);
    await upsertRows(transaction, 'activity', activityColumns, ['id'], rows);
    return messages;
  },
};

function rowOf(
  event: RecordedEvent,
  state: TicketState,
  names: ReadonlyMap<string, string>,
  internal: boolean,
): Omit<ActivityRow, 'related_id'> {
  const { actorId, at } = event.metadata;
  return {
    id: event.id,
    ticket_id: state.ticket_id,
    project_id: state.project_id,
    company_id: state.company_id,
    type: event.type,
    details: detailsOf(event, names),
    actor_id: actorId,
    actor_name: actorId === SYSTEM_ACTOR ? 'System' : (names.get(actorId) ?? ''),
    at: instant(at),
    recorded_at: event.recordedAt.toISOString(),
    revision: Number(event.revision),
    position: String(event.position),
    internal,
  };
}

function openedState(ticketId: string, event: RecordedEvent): TicketState {
  if (event.type !== 'TicketOpened') {
    throw new Error(`${event.stream} begins with ${event.type} instead of TicketOpened`);
  }
  return {
    ticket_id: ticketId,
    project_id: event.data.projectId,
    key: event.data.key,
    parent_id: null,
    reporter_id: event.data.reporterId,
    company_id: event.data.companyId,
    assignee_ids: [],
    internal_note_ids: [],
    revision: 0,
  };
}

/** The other ticket that an event tells of: the new parent, the one that it was taken out from under, or a link's end. */
function relatedIn(event: RecordedEvent, before: TicketState): string | null {
  switch (event.type) {
    case 'TicketParentChanged':
      return event.data.parentId ?? before.parent_id;
    case 'TicketLinked':
    case 'TicketUnlinked':
      return event.data.ticketId;
    default:
      return null;
  }
}

/** @returns true when the event is of an internal note */
function applyToState(state: TicketState, event: RecordedEvent): boolean {
  state.revision = Number(event.revision);
  switch (event.type) {
    case 'TicketParentChanged':
      state.parent_id = event.data.parentId;
      return false;
    case 'TicketCompanyChanged':
      state.company_id = event.data.companyId;
      state.reporter_id = event.data.reporterId;
      return false;
    case 'TicketAssigned':
      state.assignee_ids = including(state.assignee_ids, event.data.userId);
      return false;
    case 'TicketUnassigned':
      state.assignee_ids = excluding(state.assignee_ids, event.data.userId);
      return false;
    case 'CommentPosted':
      if (event.data.visibility === 'public') return false;
      state.internal_note_ids = including(state.internal_note_ids, event.data.commentId);
      return true;
    case 'AttachmentAdded':
    case 'AttachmentRemoved':
      return event.data.visibility === 'internal';
    case 'CommentEdited':
    case 'CommentRemoved':
      return state.internal_note_ids.includes(event.data.commentId);
    default:
      return false;
  }
}

const factsOf = (state: TicketState): TicketFacts => ({
  projectId: state.project_id,
  reporterId: state.reporter_id,
  companyId: state.company_id,
  assigneeIds: state.assignee_ids,
});

function activityMessage(
  event: RecordedEvent,
  row: ActivityRow,
  before: TicketFacts | null,
  after: TicketFacts,
  related: TicketState | undefined,
): BusMessage {
  const other = row.related_id === null ? {} : { other: related ? factsOf(related) : null };
  return changeMessage(
    event,
    ticketChannel(row.ticket_id),
    { kind: 'ticket', before, after, internal: row.internal, ...other },
    {
      entity: 'activity',
      id: row.id,
      row: {
        id: row.id,
        ticketId: row.ticket_id,
        projectId: row.project_id,
        type: row.type,
        details: row.details,
        actorId: row.actor_id,
        actorName: row.actor_name,
        at: row.at,
        recordedAt: row.recorded_at,
        revision: String(row.revision),
      },
    },
  );
}

/** Adds the tickets that the events tell of beside their own. */
async function loadRelated(
  transaction: Transaction,
  events: readonly RecordedEvent[],
  states: Map<string, TicketState>,
): Promise<void> {
  const ids = new Set<string>();
  for (const event of events) {
    if (event.type === 'TicketLinked' || event.type === 'TicketUnlinked') ids.add(event.data.ticketId);
    if (event.type !== 'TicketParentChanged') continue;
    const before = states.get(streamSubject(event.stream))?.parent_id;
    for (const id of [event.data.parentId, before]) if (id) ids.add(id);
  }
  const lacking = [...ids].filter((id) => !states.has(id));
  for (const [id, state] of await loadStates(transaction, lacking)) states.set(id, state);
}

async function loadStates(
  transaction: Transaction,
  ticketIds: readonly string[],
): Promise<Map<string, TicketState>> {
  const ids = [...new Set(ticketIds)];
  if (ids.length === 0) return new Map();
  const stored = await transaction.query<Omit<TicketState, 'revision'> & { revision: bigint }>({
    name: 'activity_tickets',
    text: `select ${stateColumns.join(', ')} from activity_tickets where ticket_id = any($1::uuid[])`,
    values: [ids],
  });
  return new Map(stored.rows.map((row) => [row.ticket_id, { ...row, revision: Number(row.revision) }]));
}
