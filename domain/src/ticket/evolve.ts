import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import { evolveAttachments } from './attachments.ts';
import { evolveCompanyBefore } from './company-before.ts';
import { evolveReviews } from './review.ts';
import type { TicketState } from './state.ts';
import { evolveStructure, noStructure } from './structure.ts';

/** Folds one event into a ticket. Never throws: an event of another kind of stream leaves the state as it is. */
export function evolveTicket(state: TicketState | undefined, event: RecordedEvent): TicketState | undefined {
  if (event.type === 'TicketOpened') {
    return {
      ...event.data,
      ...noStructure,
      id: streamSubject(event.stream),
      firstReporterId: event.data.reporterId,
      companyBefore: undefined,
      placeBefore: undefined,
      enteredColumnBy: event.id,
      enteredColumnAt: event.metadata.at,
      assigneeIds: [],
      tagIds: [],
      reviews: [],
      remoteAssistId: null,
      comments: new Map(),
      attachments: new Map(),
      archived: false,
    };
  }
  if (!state) return undefined;
  const next = change(state, event);
  const companyBefore = evolveCompanyBefore(state, event);
  return companyBefore === next.companyBefore ? next : { ...next, companyBefore };
}

function change(ticket: TicketState, event: RecordedEvent): TicketState {
  switch (event.type) {
    case 'TicketRenamed':
    case 'TicketDescribed':
    case 'TicketTypeChanged':
    case 'TicketPrioritised':
    case 'TicketScheduled':
      return { ...ticket, ...event.data };
    case 'TicketCompanyChanged':
      return { ...ticket, companyId: event.data.companyId, reporterId: event.data.reporterId };
    case 'TicketMoved':
      return {
        ...ticket,
        columnId: event.data.columnId,
        rank: event.data.rank,
        placeBefore: { columnId: ticket.columnId, rank: ticket.rank, leftBy: event.metadata.commandId },
        ...(event.data.columnId === ticket.columnId ? {} : entered(event)),
      };
    case 'TicketAssigned':
      return { ...ticket, assigneeIds: including(ticket.assigneeIds, event.data.userId) };
    case 'TicketUnassigned':
      return { ...ticket, assigneeIds: without(ticket.assigneeIds, event.data.userId) };
    case 'TicketTagged':
      return { ...ticket, tagIds: including(ticket.tagIds, event.data.tagId) };
    case 'TicketUntagged':
      return { ...ticket, tagIds: without(ticket.tagIds, event.data.tagId) };
    case 'CommentPosted': {
      const { commentId, body, visibility } = event.data;
      const comment = { authorId: event.metadata.actorId, visibility, body };
      return { ...ticket, comments: new Map(ticket.comments).set(commentId, comment) };
    }
    case 'CommentEdited': {
      const comment = ticket.comments.get(event.data.commentId);
      if (!comment) return ticket;
      const edited = { ...comment, body: event.data.body };
      return { ...ticket, comments: new Map(ticket.comments).set(event.data.commentId, edited) };
    }
    case 'CommentRemoved': {
      const comments = new Map(ticket.comments);
      comments.delete(event.data.commentId);
      return { ...ticket, comments };
    }
    case 'ResolutionProposed':
    case 'ResolutionAccepted':
    case 'ResolutionRejected':
    case 'ResolutionWithdrawn':
      return { ...ticket, reviews: evolveReviews(ticket.reviews, event) };
    case 'AttachmentAdded':
    case 'AttachmentRemoved':
      return { ...ticket, attachments: evolveAttachments(ticket.attachments, event) };
    case 'RemoteAssistOffered':
      return { ...ticket, ...event.data };
    case 'TicketArchived':
      return { ...ticket, archived: true };
    case 'TicketRestored':
      return {
        ...ticket,
        archived: false,
        columnId: event.data.columnId,
        rank: event.data.rank,
        ...entered(event),
      };
    default:
      return evolveStructure(ticket, event);
  }
}

const entered = (event: RecordedEvent) => ({ enteredColumnBy: event.id, enteredColumnAt: event.metadata.at });
const including = (ids: readonly string[], id: string) => (ids.includes(id) ? ids : [...ids, id]);
const without = (ids: readonly string[], id: string) => ids.filter((other) => other !== id);

/** How `ticket-{id}` is folded. */
export const ticketFold = { initial: undefined as TicketState | undefined, evolve: evolveTicket };
