import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { CommentVisibility } from '@ticketing/contracts/kinds.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { projectPastProjects } from './past-projects.ts';
import { pastIndexes, pastTableNames, pastTables } from './past-tables.ts';
import {
  changedRows,
  earliest,
  happen,
  loadVersions,
  noVersions,
  rowAt,
  type Versions,
  versionsFrom,
} from './past-versions.ts';
import { deleteRows, upsertRows } from './rows.ts';
import { applyToRow, openedRow } from './ticket-fold.ts';
import {
  cardColumns,
  type DetailedTicketRow,
  detailColumns,
  instant,
  isNextOf,
  saysInternal,
} from './ticket-row.ts';

/** A ticket but for its long text, which has versions of its own. */
type PastTicketRow = Omit<DetailedTicketRow, 'description'>;
type DescriptionRow = { ticket_id: string; description: string };
type PastCommentRow = {
  id: string;
  ticket_id: string;
  author_id: string;
  body: string;
  visibility: CommentVisibility;
  /** ISO 8601. */
  posted_at: string;
  edited_at: string | null;
};

const ticketColumns = [...cardColumns, ...detailColumns] as const;
const descriptionColumns = ['ticket_id', 'description'] as const;
const commentColumns = [
  'id',
  'ticket_id',
  'author_id',
  'body',
  'visibility',
  'posted_at',
  'edited_at',
] as const;
const interval = ['from_ms', 'until_ms'] as const;

/**
 * What tickets, comments and projects were at any instant of business time: at T, what the events whose `at` is not
 * after T say, folded in stream order. Nobody hears of it on the bus: the past is asked for, not watched.
 */
export const past: Projection = {
  name: 'past',
  gatherMs: 50,
  version: 3,
  schema: 'read_model',
  ordering: 'key',
  tables: pastTables,
  indexes: pastIndexes,
  tableNames: pastTableNames,
  categories: new Set(['project', 'ticket']),
  async project({ events }, transaction) {
    const ofTickets = events.filter(({ stream }) => stream.startsWith('ticket-'));
    const ofProjects = events.filter(({ stream }) => !stream.startsWith('ticket-'));
    await projectPastProjects(ofProjects, transaction);
    await projectPastTickets(ofTickets, transaction);
    return [];
  },
};

async function projectPastTickets(events: readonly RecordedEvent[], transaction: Transaction): Promise<void> {
  if (events.length === 0) return;
  const tickets = await loadTickets(transaction, events);
  const descriptions = await loadDescriptions(transaction, events);
  const comments = await loadComments(transaction, events);

  for (const event of events) {
    const id = streamSubject(event.stream);
    const at = Date.parse(event.metadata.at);
    const ticket = tickets.get(id);
    // Every event counts at the end of time, so the last version is at the stream's revision.
    if (!isNextOf(ticket?.list.at(-1)?.row, event)) continue;
    if (event.type === 'TicketOpened') {
      const { description, ...row } = openedRow(event);
      tickets.set(id, versionsFrom(at, row));
      descriptions.set(id, versionsFrom(at, { ticket_id: id, description }));
      continue;
    }
    if (!ticket) throw new Error(`${event.stream} begins with ${event.type} instead of TicketOpened`);
    // Comments last: what a ticket's row makes of the event depends on the comment as it was before.
    happen(ticket, at, (row, from) => ticketAfter(row, event, rowAt(commentOf(comments, event), from)));
    if (event.type === 'TicketDescribed') {
      const { description } = event.data;
      happen(known(descriptions, id), at, () => ({ ticket_id: id, description }));
    }
    applyToComments(comments, id, event, at);
  }

  await upsertRows(
    transaction,
    'past_tickets',
    [...ticketColumns, ...interval],
    ['id', 'from_ms'],
    changedRows(tickets.values()),
  );
  await upsertRows(
    transaction,
    'past_descriptions',
    [...descriptionColumns, ...interval],
    ['ticket_id', 'from_ms'],
    changedRows(descriptions.values()),
  );
  const gone = [...comments].flatMap(([id, { gone }]) => [...gone].map((from_ms) => ({ id, from_ms })));
  await deleteRows(transaction, 'past_comments', ['id', 'from_ms'], gone);
  await upsertRows(
    transaction,
    'past_comments',
    [...commentColumns, ...interval],
    ['id', 'from_ms'],
    changedRows(comments.values()),
  );
}

/** @param comment that the event is about, as it was just before; `undefined` when it was not there */
function ticketAfter(
  row: PastTicketRow,
  event: RecordedEvent,
  comment: PastCommentRow | undefined,
): PastTicketRow {
  const after = { ...row };
  applyToRow(after, event, saysInternal(event) || comment?.visibility === 'internal');
  // At this instant the comment was not written yet: nothing is taken away from what counts.
  if (event.type === 'CommentRemoved' && !comment) after.comment_count = row.comment_count;
  return after;
}

function commentOf(
  comments: ReadonlyMap<string, Versions<PastCommentRow>>,
  event: RecordedEvent,
): Versions<PastCommentRow> | undefined {
  return event.type === 'CommentEdited' || event.type === 'CommentRemoved'
    ? known(comments, event.data.commentId)
    : undefined;
}

function applyToComments(
  comments: Map<string, Versions<PastCommentRow>>,
  ticketId: string,
  event: RecordedEvent,
  at: number,
): void {
  switch (event.type) {
    case 'CommentPosted': {
      const { commentId, body, visibility } = event.data;
      const comment: PastCommentRow = {
        id: commentId,
        ticket_id: ticketId,
        author_id: event.metadata.actorId,
        body,
        visibility,
        posted_at: instant(event.metadata.at),
        edited_at: null,
      };
      comments.set(commentId, versionsFrom(at, comment));
      return;
    }
    case 'CommentEdited': {
      const { commentId, body } = event.data;
      const edited_at = instant(event.metadata.at);
      happen(known(comments, commentId), at, (comment) => ({ ...comment, body, edited_at }));
      return;
    }
    case 'CommentRemoved':
      happen(known(comments, event.data.commentId), at, () => undefined);
      return;
    default:
      return;
  }
}

function known<Row>(things: ReadonlyMap<string, Versions<Row>>, id: string): Versions<Row> {
  const versions = things.get(id);
  if (!versions) throw new Error(`nothing is known of ${id}`);
  return versions;
}

function loadTickets(transaction: Transaction, events: readonly RecordedEvent[]) {
  type Stored = Omit<PastTicketRow, 'opened_at' | 'changed_at' | 'revision'> & {
    opened_at: Date;
    changed_at: Date;
    revision: bigint;
  };
  return loadVersions<Stored, PastTicketRow>(
    transaction,
    'past_tickets',
    'id',
    ticketColumns,
    earliest(events, ({ stream }) => streamSubject(stream)),
    (stored) => ({
      ...stored,
      opened_at: stored.opened_at.toISOString(),
      changed_at: stored.changed_at.toISOString(),
      revision: Number(stored.revision),
    }),
  );
}

const loadDescriptions = (transaction: Transaction, events: readonly RecordedEvent[]) =>
  loadVersions<DescriptionRow, DescriptionRow>(
    transaction,
    'past_descriptions',
    'ticket_id',
    descriptionColumns,
    earliest(events, ({ type, stream }) => (type === 'TicketDescribed' ? streamSubject(stream) : undefined)),
    (stored) => stored,
  );

/**
 * The comments that the events edit or remove, through all of their time. One that was removed before it was
 * posted, by its times, has no row at all, and there is nothing to do for it.
 */
async function loadComments(transaction: Transaction, events: readonly RecordedEvent[]) {
  type Stored = Omit<PastCommentRow, 'posted_at' | 'edited_at'> & { posted_at: Date; edited_at: Date | null };
  const since = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'CommentEdited' && event.type !== 'CommentRemoved') continue;
    since.set(event.data.commentId, Number.MIN_SAFE_INTEGER);
  }
  const comments = await loadVersions<Stored, PastCommentRow>(
    transaction,
    'past_comments',
    'id',
    commentColumns,
    since,
    (stored) => ({
      ...stored,
      posted_at: stored.posted_at.toISOString(),
      edited_at: stored.edited_at?.toISOString() ?? null,
    }),
  );
  for (const id of since.keys()) if (!comments.has(id)) comments.set(id, noVersions());
  return comments;
}
