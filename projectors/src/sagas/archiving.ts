import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { rowsById, upsertRows } from '../read-models/rows.ts';
import { instant, isNextOf } from '../read-models/ticket-row.ts';
import { scheduleArchiving, unscheduleArchiving } from './archiving-jobs.ts';
import { archivingIndexes, archivingTableNames, archivingTables } from './archiving-tables.ts';

type ColumnRow = { id: string; project_id: string; done: boolean };
type PolicyRow = { id: string; archive_after_hours: number | null };
type RevisionRow = { id: string; revision: number };
type TicketRow = {
  id: string;
  project_id: string;
  column_id: string;
  archived: boolean;
  entered_column_by: string;
  /** ISO 8601; null while the ticket does not wait. */
  done_since: string | null;
  revision: number;
};

const columnColumns = ['id', 'project_id', 'done'] as const;
const ticketColumns = [
  'id',
  'project_id',
  'column_id',
  'archived',
  'entered_column_by',
  'done_since',
  'revision',
] as const;

export type ArchivingOptions = {
  /** Hours in a done column before a ticket is archived, where the project has no policy of its own. */
  readonly archiveAfterHours: number;
  readonly now: () => Date;
};

/**
 * The process manager that archives what is done (DESIGN, section 8). A ticket that enters a done column gets a
 * job in the same transaction, due so many hours of business time after it entered; leaving Done, being archived
 * by hand, or a column that is no longer for done work takes the job away; a changed policy moves it.
 */
export function archivingSaga(options: ArchivingOptions): Projection {
  return {
    name: 'archiving',
    version: 1,
    schema: 'sagas',
    gatherMs: 50,
    tables: archivingTables,
    indexes: archivingIndexes,
    tableNames: archivingTableNames,
    categories: new Set(['project', 'ticket']),
    settleRebuilt: (transaction, schema) => scheduleArchiving(transaction, options, 'all', schema),
    async project({ events, rebuilding }, transaction) {
      const state = await load(events, transaction);
      for (const event of events) {
        if (event.stream.startsWith('ticket-')) applyToTicket(state, event);
        else await applyToProject(state, event, transaction);
      }
      await write(state, transaction);
      if (rebuilding) return [];
      await unscheduleArchiving(
        transaction,
        [...state.left].filter((id) => !isWaiting(state.tickets.get(id))),
      );
      await scheduleArchiving(transaction, options, {
        ticketIds: [...state.entered],
        projectIds: [...state.policiesChanged],
      });
      return [];
    },
  };
}

type State = {
  readonly tickets: Map<string, TicketRow>;
  readonly columns: Map<string, ColumnRow>;
  readonly revisions: Map<string, RevisionRow>;
  readonly changed: Set<TicketRow>;
  readonly columnsChanged: Set<ColumnRow>;
  readonly policies: Map<string, PolicyRow>;
  readonly policiesChanged: Set<string>;
  /** Tickets that began to wait in this batch, and tickets that no longer do. */
  readonly entered: Set<string>;
  readonly left: Set<string>;
};

const isWaiting = (ticket: TicketRow | undefined): boolean => typeof ticket?.done_since === 'string';

async function load(events: readonly RecordedEvent[], transaction: Transaction): Promise<State> {
  const subjects = (category: string) => [
    ...new Set(
      events.filter(({ stream }) => stream.startsWith(category)).map(({ stream }) => streamSubject(stream)),
    ),
  ];
  const tickets = await loadTickets(transaction, 'id', subjects('ticket-'));
  const columnIds = new Set([...tickets.values()].map(({ column_id }) => column_id));
  for (const { data } of events) {
    if ('columnId' in data) columnIds.add(data.columnId);
  }
  type StoredRevision = { id: string; revision: bigint };
  const revisions = await rowsById<StoredRevision>(
    transaction,
    'archiving_project_revisions',
    ['id', 'revision'],
    subjects('project-'),
  );
  return {
    tickets,
    columns: await rowsById<ColumnRow>(transaction, 'archiving_columns', columnColumns, [...columnIds]),
    revisions: new Map(
      [...revisions.values()].map(({ id, revision }) => [id, { id, revision: Number(revision) }]),
    ),
    changed: new Set(),
    columnsChanged: new Set(),
    policies: new Map(),
    policiesChanged: new Set(),
    entered: new Set(),
    left: new Set(),
  };
}

async function loadTickets(
  transaction: Transaction,
  by: 'id' | 'column_id',
  ids: readonly string[],
): Promise<Map<string, TicketRow>> {
  if (ids.length === 0) return new Map();
  type Stored = Omit<TicketRow, 'done_since' | 'revision'> & {
    done_since: Date | null;
    revision: bigint;
  };
  const stored = await transaction.query<Stored>({
    name: `archiving_tickets_by_${by}`,
    text: `select ${ticketColumns.join(', ')} from archiving_tickets where ${by} = any($1::uuid[])`,
    values: [ids],
  });
  return new Map(
    stored.rows.map((row) => [
      row.id,
      {
        ...row,
        done_since: row.done_since?.toISOString() ?? null,
        revision: Number(row.revision),
      },
    ]),
  );
}

function applyToTicket(state: State, event: RecordedEvent): void {
  const id = streamSubject(event.stream);
  let ticket = state.tickets.get(id);
  if (!isNextOf(ticket, event)) return;
  if (event.type === 'TicketOpened') {
    ticket = {
      id,
      project_id: event.data.projectId,
      column_id: event.data.columnId,
      archived: false,
      entered_column_by: event.id,
      done_since: null,
      revision: 0,
    };
    state.tickets.set(id, ticket);
    state.changed.add(ticket);
    settle(state, ticket, event);
    return;
  }
  if (!ticket) throw new Error(`${event.stream} begins with ${event.type} instead of TicketOpened`);
  ticket.revision = Number(event.revision);
  state.changed.add(ticket);
  switch (event.type) {
    case 'TicketMoved':
      if (ticket.column_id === event.data.columnId) return;
      ticket.column_id = event.data.columnId;
      ticket.entered_column_by = event.id;
      break;
    case 'TicketArchived':
      ticket.archived = true;
      break;
    case 'TicketRestored':
      ticket.archived = false;
      ticket.column_id = event.data.columnId;
      ticket.entered_column_by = event.id;
      break;
    default:
      return;
  }
  settle(state, ticket, event);
}

/**
 * Moving among done columns does not start the time anew: the ticket was done all along. Its timer is set anew
 * all the same, because it names the event that brought the ticket into its column.
 */
function settle(state: State, ticket: TicketRow, cause: RecordedEvent): void {
  const done = !ticket.archived && state.columns.get(ticket.column_id)?.done === true;
  if (done) {
    ticket.done_since ??= instant(cause.metadata.at);
    state.entered.add(ticket.id);
    state.changed.add(ticket);
  } else if (isWaiting(ticket)) {
    ticket.done_since = null;
    state.left.add(ticket.id);
    state.entered.delete(ticket.id);
    state.changed.add(ticket);
  }
}

async function applyToProject(state: State, event: RecordedEvent, transaction: Transaction): Promise<void> {
  const projectId = streamSubject(event.stream);
  const known = state.revisions.get(projectId);
  if (!isNextOf(known, event)) return;
  state.revisions.set(projectId, { id: projectId, revision: Number(event.revision) });
  switch (event.type) {
    case 'BoardColumnAdded':
    case 'BoardColumnChanged': {
      const column = {
        id: event.data.columnId,
        project_id: projectId,
        done: event.data.category === 'done',
      };
      const before = state.columns.get(column.id);
      state.columns.set(column.id, column);
      state.columnsChanged.add(column);
      if (before && before.done !== column.done) await settleColumn(state, column.id, event, transaction);
      return;
    }
    case 'ArchivingPolicyChanged':
      state.policies.set(projectId, {
        id: projectId,
        archive_after_hours: event.data.archiveAfterHours,
      });
      state.policiesChanged.add(projectId);
      return;
    case 'ProjectRestored':
      // What was due while it was put away was left alone, and its timers are gone.
      state.policiesChanged.add(projectId);
      return;
    default:
      return;
  }
}

/** A column that becomes one for done work, or no longer is, carries its tickets with it. */
async function settleColumn(
  state: State,
  columnId: string,
  event: RecordedEvent,
  transaction: Transaction,
): Promise<void> {
  const stored = await loadTickets(transaction, 'column_id', [columnId]);
  for (const [id, ticket] of stored) {
    if (!state.tickets.has(id)) state.tickets.set(id, ticket);
  }
  for (const ticket of state.tickets.values()) {
    if (ticket.column_id === columnId) settle(state, ticket, event);
  }
}

async function write(state: State, transaction: Transaction): Promise<void> {
  const id = ['id'];
  await upsertRows(
    transaction,
    'archiving_columns',
    columnColumns,
    id,
    [...state.columnsChanged].filter((column) => state.columns.get(column.id) === column),
  );
  await upsertRows(transaction, 'archiving_policies', ['id', 'archive_after_hours'], id, [
    ...state.policies.values(),
  ]);
  await upsertRows(transaction, 'archiving_project_revisions', ['id', 'revision'], id, [
    ...state.revisions.values(),
  ]);
  await upsertRows(transaction, 'archiving_tickets', ticketColumns, id, [...state.changed]);
}
