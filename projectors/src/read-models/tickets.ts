import { isImage } from '@ticketing/contracts/content-types.ts';
import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { CommentVisibility } from '@ticketing/contracts/kinds.ts';
import { type BusMessage, type TicketFacts, ticketChannel } from '@ticketing/contracts/live.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { AttachmentView, CommentView } from '@ticketing/contracts/views.ts';
import type { Batch, Projection, Transaction } from '../engine/projection.ts';
import { changeMessage, sameCommandFollows } from './live-change.ts';
import { loadNeighbours, type Neighbours, neighbourMessages, showsElsewhere } from './neighbours-live.ts';
import { isOfLink, loadRelated, relatedFacts, relationMessages } from './relation-messages.ts';
import { applyRemovals, loadRemovals, type RemovalTables, withoutRemoved } from './removals.ts';
import { deleteRows, rowsById, upsertRows } from './rows.ts';
import { applyToRow, openedRow } from './ticket-fold.ts';
import {
  cardColumns,
  cardViewOf,
  type DetailedTicketRow,
  detailColumns,
  factsOf,
  instant,
  isNextOf,
  loadTicketRows,
  saysInternal,
} from './ticket-row.ts';
import { ticketsIndexes, ticketsTableNames, ticketsTables } from './tickets-tables.ts';

type CommentRow = {
  id: string;
  ticket_id: string;
  author_id: string;
  body: string;
  visibility: CommentVisibility;
  /** ISO 8601. */
  posted_at: string;
  edited_at: string | null;
};

const ticketColumns = [...cardColumns, 'description', ...detailColumns] as const;
const commentColumns = [
  'id',
  'ticket_id',
  'author_id',
  'body',
  'visibility',
  'posted_at',
  'edited_at',
] as const;

const removalTables: RemovalTables = { removals: 'ticket_removals', tickets: 'tickets' };

/** Each ticket with its long text, and its comments. */
export const tickets: Projection = {
  name: 'tickets',
  version: 3,
  schema: 'read_model',
  ordering: 'key',
  tables: ticketsTables,
  indexes: ticketsIndexes,
  tableNames: ticketsTableNames,
  categories: new Set(['project', 'ticket']),
  async project(batch, transaction) {
    const ofTickets = batch.events.filter(({ stream }) => stream.startsWith('ticket-'));
    const ofProjects = batch.events.filter(({ stream }) => !stream.startsWith('ticket-'));
    await applyRemovals(ofProjects, removalTables, transaction);
    return ofTickets.length > 0 ? projectTickets({ ...batch, events: ofTickets }, transaction) : [];
  },
};

async function projectTickets(
  { events, live }: Batch,
  transaction: Transaction,
): Promise<readonly BusMessage[]> {
  const ids = [...new Set(events.map(({ stream }) => streamSubject(stream)))];
  const rows = await loadTicketRows<DetailedTicketRow>(transaction, 'tickets', ticketColumns, ids);
  if (live) await loadRelated(transaction, 'tickets', ticketColumns, events, rows);
  const neighbours: Neighbours = live ? await loadNeighbours(transaction, events, rows) : new Map();
  const comments = await loadComments(transaction, events);
  const removals = await loadRemovals(events, removalTables, transaction);
  const changed = new Map<string, DetailedTicketRow>();
  const commentsChanged = new Set<string>();
  const commentsRemoved = new Set<string>();
  const messages: BusMessage[] = [];
  let before: TicketFacts | null = null;
  let internalOnly = true;
  let linksOnly = true;
  let shown = false;
  let within = false;

  for (const [index, event] of events.entries()) {
    const id = streamSubject(event.stream);
    let row = rows.get(id);
    if (isNextOf(row, event)) {
      if (!within) {
        within = true;
        before = row ? factsOf(row) : null;
        internalOnly = true;
        linksOnly = true;
        shown = false;
      }
      shown ||= showsElsewhere(event);
      const comment = applyToComments(comments, id, event);
      const internal = saysInternal(event) || comment?.visibility === 'internal';
      if (!internal) internalOnly = false;
      if (!isOfLink(event)) linksOnly = false;
      const parentBefore = row?.parent_id ?? null;
      if (event.type === 'TicketOpened') {
        row = openedRow(event);
        rows.set(id, row);
      } else if (row) {
        applyToRow(row, event, internal);
      } else {
        throw new Error(`${event.stream} begins with ${event.type} instead of TicketOpened`);
      }
      withoutRemoved(row, removals);
      changed.set(id, row);
      if (live) messages.push(...relationMessages(event, row, parentBefore, rows));
      if (comment) {
        const removed = event.type === 'CommentRemoved';
        (removed ? commentsRemoved : commentsChanged).add(comment.id);
        if (live) messages.push(commentMessage(event, comment, removed, factsOf(row)));
      }
      if (live && (event.type === 'AttachmentAdded' || event.type === 'AttachmentRemoved')) {
        messages.push(attachmentMessage(event, id, factsOf(row)));
      }
    }
    if (within && row && !sameCommandFollows(event, events[index + 1])) {
      within = false;
      if (live) {
        const audience = {
          kind: 'ticket',
          before,
          after: factsOf(row),
          internal: internalOnly,
          ...relatedFacts(event, row, linksOnly, rows),
        } as const;
        const { description, reviews, remote_assist_id: remoteAssistId, subtasks } = row;
        const view = {
          ...cardViewOf(row),
          ...{ description, reviews, remoteAssistId, subtasks, followerIds: row.follower_ids },
        };
        messages.push(changeMessage(event, ticketChannel(id), audience, { entity: 'ticket', id, row: view }));
        if (shown && before) messages.push(...neighbourMessages(event, row, before, neighbours, rows));
      }
    }
  }

  await upsertRows(transaction, 'tickets', ticketColumns, ['id'], [...changed.values()]);
  const kept = [...commentsChanged].flatMap((id) => comments.get(id) ?? []);
  await upsertRows(transaction, 'comments', commentColumns, ['id'], kept);
  await deleteRows(
    transaction,
    'comments',
    ['id'],
    [...commentsRemoved].map((id) => ({ id })),
  );
  return messages;
}

/** @returns the comment that the event is about; a removed one is returned and no longer among the comments */
function applyToComments(
  comments: Map<string, CommentRow>,
  ticketId: string,
  event: RecordedEvent,
): CommentRow | undefined {
  switch (event.type) {
    case 'CommentPosted': {
      const comment: CommentRow = {
        id: event.data.commentId,
        ticket_id: ticketId,
        author_id: event.metadata.actorId,
        body: event.data.body,
        visibility: event.data.visibility,
        posted_at: instant(event.metadata.at),
        edited_at: null,
      };
      comments.set(comment.id, comment);
      return comment;
    }
    case 'CommentEdited': {
      const comment = known(comments, event.data.commentId);
      comment.body = event.data.body;
      comment.edited_at = instant(event.metadata.at);
      return comment;
    }
    case 'CommentRemoved': {
      const comment = known(comments, event.data.commentId);
      comments.delete(comment.id);
      return comment;
    }
    default:
      return undefined;
  }
}

function known(comments: ReadonlyMap<string, CommentRow>, id: string): CommentRow {
  const comment = comments.get(id);
  if (!comment) throw new Error(`there is no comment ${id}`);
  return comment;
}

function commentMessage(
  event: RecordedEvent,
  comment: CommentRow,
  removed: boolean,
  facts: TicketFacts,
): BusMessage {
  const internal = comment.visibility === 'internal';
  return changeMessage(
    event,
    ticketChannel(comment.ticket_id),
    { kind: 'ticket', before: facts, after: facts, internal },
    {
      entity: 'comment',
      id: comment.id,
      ticketId: comment.ticket_id,
      row: removed ? null : commentViewOf(comment),
    },
  );
}

function attachmentMessage(
  event: Extract<RecordedEvent, { type: 'AttachmentAdded' | 'AttachmentRemoved' }>,
  ticketId: string,
  facts: TicketFacts,
): BusMessage {
  const { fileId, visibility } = event.data;
  return changeMessage(
    event,
    ticketChannel(ticketId),
    { kind: 'ticket', before: facts, after: facts, internal: visibility === 'internal' },
    {
      entity: 'attachment',
      id: fileId,
      ticketId,
      row: event.type === 'AttachmentAdded' ? attachmentViewOf(event, ticketId) : null,
    },
  );
}

const attachmentViewOf = (
  { data, metadata }: Extract<RecordedEvent, { type: 'AttachmentAdded' }>,
  ticketId: string,
): AttachmentView => ({
  id: data.fileId,
  ticketId,
  name: data.name,
  contentType: data.contentType,
  size: data.size,
  hasThumbnail: isImage(data.contentType),
  commentId: data.commentId,
  visibility: data.visibility,
  addedById: metadata.actorId,
  addedAt: instant(metadata.at),
});

const commentViewOf = (comment: CommentRow): CommentView => ({
  id: comment.id,
  ticketId: comment.ticket_id,
  authorId: comment.author_id,
  body: comment.body,
  visibility: comment.visibility,
  postedAt: comment.posted_at,
  editedAt: comment.edited_at,
});

/** The comments that the events edit or remove. */
async function loadComments(
  transaction: Transaction,
  events: readonly RecordedEvent[],
): Promise<Map<string, CommentRow>> {
  const ids = events.flatMap((event) =>
    event.type === 'CommentEdited' || event.type === 'CommentRemoved' ? [event.data.commentId] : [],
  );
  type Stored = Omit<CommentRow, 'posted_at' | 'edited_at'> & { posted_at: Date; edited_at: Date | null };
  const stored = await rowsById<Stored>(transaction, 'comments', commentColumns, ids);
  const comments = new Map<string, CommentRow>();
  for (const comment of stored.values()) {
    comments.set(comment.id, {
      ...comment,
      posted_at: comment.posted_at.toISOString(),
      edited_at: comment.edited_at?.toISOString() ?? null,
    });
  }
  return comments;
}
