import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import type { Transaction } from '../engine/projection.ts';
import { upsertRows } from './rows.ts';

/** Rows of `reports`. Changed in place while a batch is folded. Times are ISO 8601. */
export type PersonRow = { id: string; staff: boolean; dashboard: object; revision: number };
export type ProjectRow = { id: string; service_targets: object; scoring: object; revision: number };
export type ColumnRow = { id: string; project_id: string; done: boolean; tickets_to: string | null };
export type TicketRow = {
  id: string;
  project_id: string;
  company_id: string | null;
  reporter_id: string;
  assignee_ids: string[];
  column_id: string;
  priority: number;
  due_date: string | null;
  opened_at: string;
  done: boolean;
  archived_at: string | null;
  review_asked_at: string | null;
  resolutions: number;
  first_resolved_at: string | null;
  first_resolver_ids: string[];
  resolution_priority: number;
  first_response_at: string | null;
  first_responder_id: string | null;
  response_priority: number;
  revision: number;
};
export type ResolutionRow = {
  ticket_id: string;
  number: number;
  project_id: string;
  company_id: string | null;
  opened_at: string;
  resolved_at: string;
  assignee_ids: string[];
  reopened_at: string | null;
};
export type RatingRow = {
  ticket_id: string;
  round: number;
  project_id: string;
  company_id: string | null;
  rated_at: string;
  rated_by: string;
  stars: number;
  words: string;
  assignee_ids: string[];
};
export type StaffReviewRow = {
  id: string;
  project_id: string;
  user_id: string;
  reviewer_id: string;
  period_from: string;
  period_to: string;
  stars: number;
  words: string;
  reviewed_at: string;
};

const personColumns = ['id', 'staff', 'dashboard', 'revision'] as const;
const projectColumns = ['id', 'service_targets', 'scoring', 'revision'] as const;
const columnColumns = ['id', 'project_id', 'done', 'tickets_to'] as const;
const ticketColumns = [
  'id',
  'project_id',
  'company_id',
  'reporter_id',
  'assignee_ids',
  'column_id',
  'priority',
  'due_date',
  'opened_at',
  'done',
  'archived_at',
  'review_asked_at',
  'resolutions',
  'first_resolved_at',
  'first_resolver_ids',
  'resolution_priority',
  'first_response_at',
  'first_responder_id',
  'response_priority',
  'revision',
] as const satisfies readonly (keyof TicketRow)[];
const resolutionColumns = [
  'ticket_id',
  'number',
  'project_id',
  'company_id',
  'opened_at',
  'resolved_at',
  'assignee_ids',
  'reopened_at',
] as const satisfies readonly (keyof ResolutionRow)[];
const ratingColumns = [
  'ticket_id',
  'round',
  'project_id',
  'company_id',
  'rated_at',
  'rated_by',
  'stars',
  'words',
  'assignee_ids',
] as const satisfies readonly (keyof RatingRow)[];
const reviewColumns = [
  'id',
  'project_id',
  'user_id',
  'reviewer_id',
  'period_from',
  'period_to',
  'stars',
  'words',
  'reviewed_at',
] as const satisfies readonly (keyof StaffReviewRow)[];

/** What a batch is folded into: what was stored, and what of it changed. */
export type ReportState = {
  readonly people: Map<string, PersonRow>;
  readonly projects: Map<string, ProjectRow>;
  readonly columns: Map<string, ColumnRow>;
  readonly tickets: Map<string, TicketRow>;
  /** The latest of each ticket that has any, by the ticket's id. */
  readonly latest: Map<string, ResolutionRow>;
  readonly changedPeople: Set<PersonRow>;
  readonly changedProjects: Set<ProjectRow>;
  readonly changedColumns: Set<string>;
  readonly changedTickets: Set<TicketRow>;
  readonly changedResolutions: Set<ResolutionRow>;
  /** By ticket: the company that it has become the company of, with all of its resolutions. */
  readonly companies: Map<string, string | null>;
  readonly ratings: RatingRow[];
  readonly reviews: StaffReviewRow[];
};

/** Reads every row that the events can touch, but for tickets that a column carries along. */
export async function loadState(
  events: readonly RecordedEvent[],
  transaction: Transaction,
): Promise<ReportState> {
  const subjects = (...categories: readonly string[]) => [
    ...new Set(
      events
        .filter(({ stream }) => categories.includes(streamCategory(stream)))
        .map(({ stream }) => streamSubject(stream)),
    ),
  ];
  // A ticket's room has the ticket's id; what is said elsewhere is no answer to a ticket.
  const { tickets, latest } = await loadTickets(transaction, 'id', subjects('ticket', 'chat'));
  const writers = events.flatMap(({ type, metadata }) =>
    type === 'CommentPosted' || type === 'MessagePosted' ? [metadata.actorId] : [],
  );
  const columnIds = new Set([...tickets.values()].map(({ column_id }) => column_id));
  for (const { data } of events) {
    if ('columnId' in data) columnIds.add(data.columnId);
    if ('ticketsToColumnId' in data) columnIds.add(data.ticketsToColumnId);
  }
  const load = async <Row extends { id: string }>(
    table: string,
    columns: readonly string[],
    ids: readonly string[],
  ): Promise<Map<string, Row>> => {
    if (ids.length === 0) return new Map();
    const found = await transaction.query<Row>({
      name: `reports_${table}`,
      text: `select ${columns.join(', ')} from ${table} where id = any($1::uuid[])`,
      values: [ids],
    });
    return new Map(found.rows.map((row) => [row.id, withNumbers(row)]));
  };
  return {
    people: await load('report_people', personColumns, [...new Set([...subjects('user'), ...writers])]),
    projects: await load('report_projects', projectColumns, subjects('project')),
    columns: await loadColumns(transaction, [...columnIds]),
    tickets,
    latest,
    changedPeople: new Set(),
    changedProjects: new Set(),
    changedColumns: new Set(),
    changedTickets: new Set(),
    changedResolutions: new Set(),
    companies: new Map(),
    ratings: [],
    reviews: [],
  };
}

/** Columns, with those that took their tickets. */
async function loadColumns(
  transaction: Transaction,
  ids: readonly string[],
): Promise<Map<string, ColumnRow>> {
  if (ids.length === 0) return new Map();
  const list = columnColumns.map((column) => `c.${column}`).join(', ');
  const found = await transaction.query<ColumnRow>({
    name: 'report_columns_with_followers',
    text: `with recursive found as (
             select ${list} from report_columns c where c.id = any($1::uuid[])
             union select ${list} from report_columns c join found f on f.tickets_to = c.id)
           select * from found`,
    values: [ids],
  });
  return new Map(found.rows.map((row) => [row.id, row]));
}

/** Tickets with their latest resolutions. */
export async function loadTickets(
  transaction: Transaction,
  by: 'id' | 'column_id',
  ids: readonly string[],
): Promise<{ tickets: Map<string, TicketRow>; latest: Map<string, ResolutionRow> }> {
  if (ids.length === 0) return { tickets: new Map(), latest: new Map() };
  const stored = await transaction.query<TicketRow>({
    name: `report_tickets_by_${by}`,
    text: `select ${ticketColumns.join(', ')} from report_tickets where ${by} = any($1::uuid[])`,
    values: [ids],
  });
  const tickets = new Map(stored.rows.map((row) => [row.id, withNumbers(row)]));
  const resolved = [...tickets.values()].filter(({ resolutions }) => resolutions > 0);
  if (resolved.length === 0) return { tickets, latest: new Map() };
  const resolutions = await transaction.query<ResolutionRow>({
    name: 'latest_report_resolutions',
    text: `select ${resolutionColumns.map((column) => `r.${column}`).join(', ')}
           from unnest($1::uuid[], $2::int[]) as last (ticket_id, number)
           join report_resolutions r using (ticket_id, number)`,
    values: [resolved.map(({ id }) => id), resolved.map((ticket) => ticket.resolutions)],
  });
  return { tickets, latest: new Map(resolutions.rows.map((row) => [row.ticket_id, withNumbers(row)])) };
}

/** The driver reads revisions as bigint and times as Date; a folded row has numbers and ISO 8601. */
function withNumbers<Row extends object>(row: Row): Row {
  const plain = Object.entries(row).map(([column, value]) => [
    column,
    typeof value === 'bigint' ? Number(value) : value instanceof Date ? value.toISOString() : value,
  ]);
  // The same columns; the compiler cannot follow that through entries.
  return Object.fromEntries(plain) as Row;
}

export async function writeState(state: ReportState, transaction: Transaction): Promise<void> {
  const id = ['id'];
  const write = (table: string, columns: readonly string[], key: readonly string[], rows: Iterable<object>) =>
    upsertRows(transaction, table, columns, key, [...rows]);
  await write('report_people', personColumns, id, state.changedPeople);
  await write('report_projects', projectColumns, id, state.changedProjects);
  const columns = [...state.changedColumns].flatMap((columnId) => state.columns.get(columnId) ?? []);
  await write('report_columns', columnColumns, id, columns);
  await write('report_tickets', ticketColumns, id, state.changedTickets);
  await write('report_resolutions', resolutionColumns, ['ticket_id', 'number'], state.changedResolutions);
  if (state.companies.size > 0) {
    await transaction.query({
      name: 'report_resolutions_company',
      text: `update report_resolutions r set company_id = moved.company_id
             from unnest($1::uuid[], $2::uuid[]) as moved (ticket_id, company_id)
             where r.ticket_id = moved.ticket_id`,
      values: [[...state.companies.keys()], [...state.companies.values()]],
    });
  }
  await write('report_ratings', ratingColumns, ['ticket_id', 'round'], state.ratings);
  await write('staff_reviews', reviewColumns, id, state.reviews);
}
