import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { ArchiveReason } from '@ticketing/contracts/kinds.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { TicketState } from '@ticketing/domain/ticket/state.ts';
import type { Row } from './difference.ts';
import { instantValue } from './expected-read-model.ts';

/** When a comment was written and last changed, ISO 8601. */
export type CommentTimes = { readonly postedAt: string; readonly editedAt: string | null };

/** A ticket's state by the domain's fold, and what rows hold besides. */
export type FoldedTicket = {
  readonly state: TicketState;
  readonly revision: string;
  readonly openedAt: string;
  /** An internal note does not move it: clients see it. */
  readonly changedAt: string;
  readonly archiveReason: ArchiveReason | null;
  readonly commentTimes: ReadonlyMap<string, CommentTimes>;
};

/**
 * Folds every ticket of the log.
 * @param text what is kept of a description or a comment: memory must not grow with their length
 */
export function foldTickets(text: (written: string) => string) {
  const tickets = new Map<string, FoldedTicket>();
  return {
    tickets: tickets as ReadonlyMap<string, FoldedTicket>,
    apply(event: RecordedEvent): void {
      const id = streamSubject(event.stream);
      const before = tickets.get(id);
      const state = ticketFold.evolve(before?.state, withText(event, text));
      if (!state) return;
      const at = instantValue(event.metadata.at);
      const internal = isOfInternalNote(before?.state, event);
      tickets.set(id, {
        state,
        revision: String(event.revision),
        openedAt: before?.openedAt ?? at,
        changedAt: before && (internal || tellsOfAnother(event)) ? before.changedAt : at,
        archiveReason: reasonAfter(before?.archiveReason ?? null, event),
        commentTimes: timesAfter(before?.commentTimes ?? new Map(), event, at),
      });
    },
  };
}

function withText(event: RecordedEvent, text: (written: string) => string): RecordedEvent {
  switch (event.type) {
    case 'TicketOpened':
      return { ...event, data: { ...event.data, description: text(event.data.description) } };
    case 'TicketDescribed':
      return { ...event, data: { description: text(event.data.description) } };
    case 'CommentPosted':
      return { ...event, data: { ...event.data, body: text(event.data.body) } };
    case 'CommentEdited':
      return { ...event, data: { ...event.data, body: text(event.data.body) } };
    default:
      return event;
  }
}

/** Whether an event tells of an internal note, by the ticket as it was before the event. */
export function isOfInternalNote(before: TicketState | undefined, event: RecordedEvent): boolean {
  switch (event.type) {
    case 'CommentPosted':
    case 'AttachmentAdded':
    case 'AttachmentRemoved':
      return event.data.visibility === 'internal';
    case 'CommentEdited':
    case 'CommentRemoved':
      return before?.comments.get(event.data.commentId)?.visibility === 'internal';
    default:
      return false;
  }
}

function reasonAfter(before: ArchiveReason | null, event: RecordedEvent): ArchiveReason | null {
  if (event.type === 'TicketArchived') return event.data.reason;
  return event.type === 'TicketRestored' ? null : before;
}

function timesAfter(
  before: ReadonlyMap<string, CommentTimes>,
  event: RecordedEvent,
  at: string,
): ReadonlyMap<string, CommentTimes> {
  switch (event.type) {
    case 'CommentPosted':
      return new Map(before).set(event.data.commentId, { postedAt: at, editedAt: null });
    case 'CommentEdited': {
      const times = before.get(event.data.commentId);
      return times ? new Map(before).set(event.data.commentId, { ...times, editedAt: at }) : before;
    }
    case 'CommentRemoved': {
      const times = new Map(before);
      times.delete(event.data.commentId);
      return times;
    }
    default:
      return before;
  }
}

/** What a ticket's row has besides its card's columns and its long text. */
export const detailColumns = [
  'archive_reason',
  'reviews',
  'remote_assist_id',
  'subtasks',
  'links',
  'linked_ids',
  'follower_ids',
] as const;

export const detailsOf = (
  { reviews, remoteAssistId, subtasks, links, followerIds }: TicketState,
  archiveReason: ArchiveReason | null,
): Record<(typeof detailColumns)[number], Row[string]> => ({
  archive_reason: archiveReason,
  reviews: [...reviews],
  remote_assist_id: remoteAssistId,
  subtasks: [...subtasks],
  links: [...links],
  linked_ids: [...new Set(links.map(({ ticketId }) => ticketId))],
  follower_ids: [...followerIds],
});

/** Columns of a card that tell of its structure. */
export const structureColumns = ['parent_id', 'subtask_ids', 'completed_subtask_ids'] as const;

export function structureOf({
  parentId,
  subtasks,
}: TicketState): Record<(typeof structureColumns)[number], Row[string]> {
  const idsOf = (some: TicketState['subtasks']) => some.map(({ id }) => id).sort();
  return {
    parent_id: parentId,
    subtask_ids: idsOf(subtasks),
    completed_subtask_ids: idsOf(subtasks.filter(({ completed }) => completed)),
  };
}

/** Another ticket shows in these, and who sees the one may not know of the other: they are no change of it. */
export const tellsOfAnother = ({ type }: RecordedEvent): boolean =>
  type === 'TicketParentChanged' || type === 'TicketLinked' || type === 'TicketUnlinked';

/** Columns that a card and a ticket have in common, in the order of the tables. */
export const ticketColumns = [
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
  ...structureColumns,
  'review',
  'opened_at',
  'changed_at',
  'revision',
] as const;

export function ticketRow(ticket: FoldedTicket): Record<(typeof ticketColumns)[number], Row[string]> {
  const { state } = ticket;
  const visible = [...state.comments.values()].filter(({ visibility }) => visibility === 'public');
  return {
    id: state.id,
    project_id: state.projectId,
    key: state.key,
    number: state.number,
    type: state.type,
    title: state.title,
    priority: state.priority,
    urgency: state.urgency,
    importance: state.importance,
    column_id: state.columnId,
    rank: state.rank,
    reporter_id: state.reporterId,
    company_id: state.companyId,
    assignee_ids: state.assigneeIds,
    tag_ids: state.tagIds,
    start_date: state.startDate,
    due_date: state.dueDate,
    comment_count: visible.length,
    archived: state.archived,
    ...structureOf(state),
    review: state.reviews.at(-1)?.state ?? null,
    opened_at: ticket.openedAt,
    changed_at: ticket.changedAt,
    revision: ticket.revision,
  };
}
