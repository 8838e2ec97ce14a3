import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { ArchiveReason, Level, ReviewState, TicketType } from '@ticketing/contracts/kinds.ts';
import type { TicketFacts } from '@ticketing/contracts/live.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import type { Review } from '@ticketing/domain/ticket/review.ts';
import type { Transaction } from '../engine/projection.ts';
import { rowsById } from './rows.ts';
import {
  type CardStructure,
  cardStructureColumns,
  type StructureDetails,
  structureColumns,
} from './ticket-structure.ts';

/** A ticket's row in `cards`; `tickets` has more columns. Changed in place while a batch is folded. */
export type TicketRow = CardStructure & {
  id: string;
  project_id: string;
  key: string;
  number: number;
  type: TicketType;
  title: string;
  priority: Level;
  urgency: Level;
  importance: Level;
  column_id: string;
  rank: string;
  reporter_id: string;
  company_id: string | null;
  assignee_ids: string[];
  tag_ids: string[];
  start_date: string | null;
  due_date: string | null;
  comment_count: number;
  archived: boolean;
  review: ReviewState | null;
  /** ISO 8601. */
  opened_at: string;
  changed_at: string;
  revision: number;
};

export type DetailedTicketRow = TicketRow &
  StructureDetails & {
    description: string;
    archive_reason: ArchiveReason | null;
    /** Every round, the oldest first, in the shape of `ReviewView`. */
    reviews: Review[];
    remote_assist_id: string | null;
  };

/** Columns of `cards` in the order of the table. */
export const cardColumns = [
  'id',
  'project_id',
  'key',
  'number',
  'type',
  'title',
  'priority',
  'urgency',
  'importance',
  'column_id',
  'rank',
  'reporter_id',
  'company_id',
  'assignee_ids',
  'tag_ids',
  'start_date',
  'due_date',
  'comment_count',
  'archived',
  ...cardStructureColumns,
  'review',
  'opened_at',
  'changed_at',
  'revision',
] as const satisfies readonly (keyof TicketRow)[];

/** What a ticket's row has besides its card's columns and its long text. */
export const detailColumns = ['archive_reason', 'reviews', 'remote_assist_id', ...structureColumns] as const;

/** What of a ticket's row the board keeps. */
export function cardOf(ticket: DetailedTicketRow): TicketRow {
  const { description: _description, archive_reason: _reason, reviews: _reviews, ...rest } = ticket;
  const { remote_assist_id: _id, subtasks: _subtasks, links: _links, ...others } = rest;
  const { linked_ids: _linked, follower_ids: _followers, ...card } = others;
  return card;
}

/** True when the event itself says that it is for those who may read internal notes. */
export const saysInternal = (event: RecordedEvent): boolean =>
  (event.type === 'CommentPosted' ||
    event.type === 'AttachmentAdded' ||
    event.type === 'AttachmentRemoved') &&
  event.data.visibility === 'internal';

/** Arrays are replaced and not changed: the facts of before keep the old one. */
export const including = (ids: string[], id: string): string[] => (ids.includes(id) ? ids : [...ids, id]);
export const excluding = (ids: string[], id: string): string[] => ids.filter((other) => other !== id);

/** As PostgreSQL's driver would read it back, so that a row folded from events equals a stored one. */
export const instant = (at: string): string =>
  // Nearly all are written so already, and making a Date of each is much of what folding a log costs.
  CANONICAL.test(at) ? at : new Date(at).toISOString();

const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export const factsOf = (
  row: Pick<TicketRow, 'project_id' | 'reporter_id' | 'company_id' | 'assignee_ids'>,
): TicketFacts => ({
  projectId: row.project_id,
  reporterId: row.reporter_id,
  companyId: row.company_id,
  assigneeIds: row.assignee_ids,
});

export const cardViewOf = (row: TicketRow): CardView => ({
  id: row.id,
  projectId: row.project_id,
  key: row.key,
  number: row.number,
  type: row.type,
  title: row.title,
  priority: row.priority,
  urgency: row.urgency,
  importance: row.importance,
  columnId: row.column_id,
  rank: row.rank,
  reporterId: row.reporter_id,
  companyId: row.company_id,
  assigneeIds: row.assignee_ids,
  tagIds: row.tag_ids,
  startDate: row.start_date,
  dueDate: row.due_date,
  commentCount: row.comment_count,
  archived: row.archived,
  parentId: row.parent_id,
  subtaskCount: row.subtask_ids.length,
  subtasksDone: row.completed_subtask_ids.length,
  review: row.review,
  openedAt: row.opened_at,
  changedAt: row.changed_at,
  revision: String(row.revision),
});

/** Rows of tickets by id. The driver reads times as Date and revisions as bigint. */
export async function loadTicketRows<Row extends TicketRow>(
  transaction: Transaction,
  table: 'cards' | 'tickets',
  columns: readonly (keyof Row & string)[],
  ids: readonly string[],
): Promise<Map<string, Row>> {
  type Stored = Omit<Row, 'opened_at' | 'changed_at' | 'revision'> & {
    id: string;
    opened_at: Date;
    changed_at: Date;
    revision: bigint;
  };
  const stored = await rowsById<Stored>(transaction, table, columns, ids);
  const rows = new Map<string, Row>();
  for (const row of stored.values()) {
    rows.set(row.id, {
      ...row,
      opened_at: row.opened_at.toISOString(),
      changed_at: row.changed_at.toISOString(),
      revision: Number(row.revision),
      // Every other column has the same type in both; the compiler cannot put a generic row together again.
    } as unknown as Row);
  }
  return rows;
}

/**
 * True when the row has not seen the event yet.
 * @throws when an event between them is missing: a row folded on would be wrong without a sign of it
 */
export function isNextOf(row: { readonly revision: number } | undefined, event: RecordedEvent): boolean {
  const revision = Number(event.revision);
  const expected = row ? row.revision + 1 : 0;
  if (revision < expected) return false;
  if (revision > expected) {
    throw new Error(`${event.stream} goes on at revision ${revision}, but ${expected} was expected`);
  }
  return true;
}
