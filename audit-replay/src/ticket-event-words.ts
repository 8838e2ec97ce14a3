import type { RecordedEvent, TicketEvent } from '@ticketing/contracts/events/event.ts';
import { ticketEvents } from '@ticketing/contracts/events/ticket.ts';
import type { Level, LinkType } from '@ticketing/contracts/kinds.ts';
import type { BoardNames, Names } from './names-in-log.ts';

export type RecordedTicketEvent = RecordedEvent & TicketEvent;

export const isTicketEvent = (event: RecordedEvent): event is RecordedTicketEvent =>
  Object.hasOwn(ticketEvents, event.type);

const levels: Readonly<Record<Level, string>> = { 1: 'low', 2: 'medium', 3: 'high', 4: 'critical' };

/** What somebody did, as the words that follow their name. */
export async function ticketEventWords(event: TicketEvent, names: Names, board: BoardNames): Promise<string> {
  switch (event.type) {
    case 'TicketOpened': {
      const { type, title, columnId, reporterId, companyId } = event.data;
      const company = companyId === null ? '' : `, company ${await names.company(companyId)}`;
      return `opened the ${type} "${title}" in ${board.column(columnId)} (reporter ${await names.person(reporterId)}${company})`;
    }
    case 'TicketRenamed':
      return `renamed it to "${event.data.title}"`;
    case 'TicketDescribed':
      return `changed the description to "${shortened(event.data.description)}"`;
    case 'TicketTypeChanged':
      return `made it a ${event.data.type}`;
    case 'TicketPrioritised': {
      const { priority, urgency, importance } = event.data;
      return `set priority ${levels[priority]}, urgency ${levels[urgency]}, importance ${levels[importance]}`;
    }
    case 'TicketScheduled':
      return `set the dates: start ${event.data.startDate ?? 'none'}, due ${event.data.dueDate ?? 'none'}`;
    case 'TicketCompanyChanged': {
      const { companyId, fromCompanyId, reporterId } = event.data;
      const [to, from] = await Promise.all(
        [companyId, fromCompanyId].map((id) => (id === null ? 'no company' : names.company(id))),
      );
      return `made it a ticket of ${to} instead of ${from} (reporter ${await names.person(reporterId)})`;
    }
    case 'TicketMoved': {
      const { columnId, fromColumnId } = event.data;
      return columnId === fromColumnId
        ? `moved it within ${board.column(columnId)}`
        : `moved it from ${board.column(fromColumnId)} to ${board.column(columnId)}`;
    }
    case 'TicketAssigned':
      return `assigned it to ${await names.person(event.data.userId)}`;
    case 'TicketUnassigned':
      return `took it from ${await names.person(event.data.userId)}`;
    case 'TicketTagged':
      return `tagged it ${board.tag(event.data.tagId)}`;
    case 'TicketUntagged':
      return `removed the tag ${board.tag(event.data.tagId)}`;
    case 'TicketParentChanged':
      return event.data.parentId === null
        ? 'took it out from under its parent'
        : `put it under ${event.data.parentId}`;
    case 'TicketLinked':
      return `linked it: ${linkWords[event.data.link]} ${event.data.ticketId}`;
    case 'TicketUnlinked':
      return `removed the link: ${linkWords[event.data.link]} ${event.data.ticketId}`;
    case 'SubtaskAdded':
      return `added the subtask "${event.data.title}"`;
    case 'SubtaskChanged':
      return `changed a subtask to "${event.data.title}"`;
    case 'SubtaskCompleted':
      return 'completed a subtask';
    case 'SubtaskReopened':
      return 'reopened a subtask';
    case 'SubtaskMoved':
      return 'moved a subtask';
    case 'SubtaskRemoved':
      return 'removed a subtask';
    case 'AttachmentAdded':
      return `attached ${event.data.name}`;
    case 'AttachmentRemoved':
      return `removed ${event.data.name}`;
    case 'TicketFollowed':
      return `made ${await names.person(event.data.userId)} a follower`;
    case 'TicketUnfollowed':
      return `ended the following of ${await names.person(event.data.userId)}`;
    case 'ResolutionProposed':
      return `proposed the resolution, round ${event.data.round}`;
    case 'ResolutionWithdrawn':
      return `took the resolution back, round ${event.data.round}`;
    case 'ResolutionAccepted':
      return `accepted the resolution with ${event.data.stars} of 5 stars${quoted(event.data.words)}`;
    case 'ResolutionRejected':
      return `rejected the resolution${quoted(event.data.reason)}`;
    case 'TicketDueSoon':
      return `told that it is due on ${event.data.dueDate}`;
    case 'ReviewReminded':
      return `reminded of the review, round ${event.data.round}`;
    case 'RemoteAssistOffered':
      return event.data.remoteAssistId === null ? 'took remote assistance back' : 'offered remote assistance';
    case 'CommentPosted': {
      const kind = event.data.visibility === 'internal' ? 'wrote an internal note' : 'commented';
      return `${kind}: "${shortened(event.data.body)}"`;
    }
    case 'CommentEdited':
      return `changed a comment to "${shortened(event.data.body)}"`;
    case 'CommentRemoved':
      return 'removed a comment';
    case 'TicketArchived':
      return event.data.reason === 'done'
        ? 'archived it, since it was done'
        : `archived it${quoted(event.data.words)}`;
    case 'TicketRestored':
      return `restored it to ${board.column(event.data.columnId)}`;
    default:
      return event satisfies never;
  }
}

const linkWords: Readonly<Record<LinkType, string>> = {
  blocks: 'blocks',
  causes: 'causes',
  duplicates: 'duplicates',
  relates_to: 'relates to',
};

const quoted = (text: string): string => (text === '' ? '' : `: "${shortened(text)}"`);

/** One line of at most 120 characters. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
