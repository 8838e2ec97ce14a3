import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { ReviewState } from '@ticketing/contracts/kinds.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import { evolveReviews } from '@ticketing/domain/ticket/review.ts';
import { type DetailedTicketRow, excluding, including, instant, type TicketRow } from './ticket-row.ts';
import {
  applyToStructure,
  openedCardStructure,
  openedStructure,
  tellsOfAnother,
} from './ticket-structure.ts';

type EventOf<Type extends RecordedEvent['type']> = Extract<RecordedEvent, { type: Type }>;

export function openedRow(event: EventOf<'TicketOpened'>): DetailedTicketRow {
  const { data, metadata } = event;
  const at = instant(metadata.at);
  return {
    id: streamSubject(event.stream),
    project_id: data.projectId,
    key: data.key,
    number: data.number,
    type: data.type,
    title: data.title,
    priority: data.priority,
    urgency: data.urgency,
    importance: data.importance,
    column_id: data.columnId,
    rank: data.rank,
    reporter_id: data.reporterId,
    company_id: data.companyId,
    assignee_ids: [],
    tag_ids: [],
    start_date: data.startDate,
    due_date: data.dueDate,
    comment_count: 0,
    archived: false,
    ...openedCardStructure(),
    review: null,
    opened_at: at,
    changed_at: at,
    revision: Number(event.revision),
    description: data.description,
    archive_reason: null,
    reviews: [],
    remote_assist_id: null,
    ...openedStructure(),
  };
}

/**
 * Applies one event of the ticket's stream to its row. Comments are the caller's, because an event that edits
 * or removes one tells neither its visibility nor its text.
 * @param internal true when the event is of an internal note: it moves the revision and nothing that shows
 */
export function applyToRow(
  row: TicketRow & Partial<DetailedTicketRow>,
  event: RecordedEvent,
  internal: boolean,
): void {
  row.revision = Number(event.revision);
  if (!internal && !tellsOfAnother(event)) row.changed_at = instant(event.metadata.at);
  switch (event.type) {
    case 'TicketRenamed':
      row.title = event.data.title;
      return;
    case 'TicketDescribed':
      if (row.description !== undefined) row.description = event.data.description;
      return;
    case 'TicketTypeChanged':
      row.type = event.data.type;
      return;
    case 'TicketPrioritised':
      row.priority = event.data.priority;
      row.urgency = event.data.urgency;
      row.importance = event.data.importance;
      return;
    case 'TicketScheduled':
      row.start_date = event.data.startDate;
      row.due_date = event.data.dueDate;
      return;
    case 'TicketCompanyChanged':
      row.company_id = event.data.companyId;
      row.reporter_id = event.data.reporterId;
      return;
    case 'TicketMoved':
      row.column_id = event.data.columnId;
      row.rank = event.data.rank;
      return;
    case 'TicketAssigned':
      row.assignee_ids = including(row.assignee_ids, event.data.userId);
      return;
    case 'TicketUnassigned':
      row.assignee_ids = excluding(row.assignee_ids, event.data.userId);
      return;
    case 'TicketTagged':
      row.tag_ids = including(row.tag_ids, event.data.tagId);
      return;
    case 'TicketUntagged':
      row.tag_ids = excluding(row.tag_ids, event.data.tagId);
      return;
    case 'CommentPosted':
      if (!internal) row.comment_count++;
      return;
    case 'CommentEdited':
    // What does not show on a ticket's card.
    case 'AttachmentAdded':
    case 'AttachmentRemoved':
      return;
    case 'TicketParentChanged':
    case 'TicketLinked':
    case 'TicketUnlinked':
    case 'SubtaskAdded':
    case 'SubtaskChanged':
    case 'SubtaskCompleted':
    case 'SubtaskReopened':
    case 'SubtaskMoved':
    case 'SubtaskRemoved':
    case 'TicketFollowed':
    case 'TicketUnfollowed':
      applyToStructure(row, event);
      return;
    case 'TicketDueSoon':
    case 'ReviewReminded':
      return;
    case 'ResolutionProposed':
    case 'ResolutionAccepted':
    case 'ResolutionRejected':
    case 'ResolutionWithdrawn':
      applyToReviews(row, event);
      return;
    case 'RemoteAssistOffered':
      if (row.remote_assist_id !== undefined) row.remote_assist_id = event.data.remoteAssistId;
      return;
    case 'CommentRemoved':
      if (!internal) row.comment_count--;
      return;
    case 'TicketArchived':
      row.archived = true;
      if (row.archive_reason !== undefined) row.archive_reason = event.data.reason;
      return;
    case 'TicketRestored':
      row.archived = false;
      row.column_id = event.data.columnId;
      row.rank = event.data.rank;
      if (row.archive_reason !== undefined) row.archive_reason = null;
      return;
    default:
      throw new Error(`a ticket's stream has an event ${event.type}, which its row does not know`);
  }
}

const reviewStates = {
  ResolutionProposed: 'awaiting',
  ResolutionAccepted: 'accepted',
  ResolutionRejected: 'rejected',
  ResolutionWithdrawn: 'withdrawn',
} as const satisfies Partial<Record<RecordedEvent['type'], ReviewState>>;

/** A card keeps only how the latest round stands, which is what the event says. */
function applyToReviews(
  row: TicketRow & Partial<DetailedTicketRow>,
  event: EventOf<keyof typeof reviewStates>,
): void {
  if (!row.reviews) {
    row.review = reviewStates[event.type];
    return;
  }
  row.reviews = [...evolveReviews(row.reviews, event)];
  row.review = row.reviews.at(-1)?.state ?? null;
}
