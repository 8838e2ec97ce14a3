import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { LinkName, LinkType } from '@ticketing/contracts/kinds.ts';
import { inOrder } from './rank.ts';

export type SubtaskState = {
  readonly id: string;
  readonly title: string;
  readonly assigneeId: string | null;
  readonly rank: string;
  readonly completed: boolean;
};

/** A link as it stands in the stream of the ticket that blocks, causes or duplicates. */
export type LinkState = { readonly link: LinkType; readonly ticketId: string };

/** What hangs together with a ticket. */
export type TicketStructure = {
  readonly parentId: string | null;
  readonly links: readonly LinkState[];
  /** In the order in which they are shown. */
  readonly subtasks: readonly SubtaskState[];
  readonly followerIds: readonly string[];
};

export const noStructure: TicketStructure = { parentId: null, links: [], subtasks: [], followerIds: [] };

/** Folds what changes the structure; anything else leaves it as it is, and so does what there is nothing of. */
export function evolveStructure<Ticket extends TicketStructure>(
  ticket: Ticket,
  event: RecordedEvent,
): Ticket {
  switch (event.type) {
    case 'TicketParentChanged':
      return { ...ticket, parentId: event.data.parentId };
    case 'TicketLinked':
      return hasLink(ticket, event.data) ? ticket : { ...ticket, links: [...ticket.links, event.data] };
    case 'TicketUnlinked':
      return { ...ticket, links: ticket.links.filter((link) => !sameLink(link, event.data)) };
    case 'SubtaskAdded': {
      const { subtaskId: id, ...rest } = event.data;
      const others = ticket.subtasks.filter((subtask) => subtask.id !== id);
      return { ...ticket, subtasks: [...others, { id, ...rest, completed: false }].sort(inOrder) };
    }
    case 'SubtaskChanged': {
      const { subtaskId, title, assigneeId } = event.data;
      return withSubtask(ticket, subtaskId, { title, assigneeId });
    }
    case 'SubtaskCompleted':
      return withSubtask(ticket, event.data.subtaskId, { completed: true });
    case 'SubtaskReopened':
      return withSubtask(ticket, event.data.subtaskId, { completed: false });
    case 'SubtaskMoved':
      return withSubtask(ticket, event.data.subtaskId, { rank: event.data.rank });
    case 'SubtaskRemoved':
      return { ...ticket, subtasks: ticket.subtasks.filter(({ id }) => id !== event.data.subtaskId) };
    case 'TicketFollowed':
      return ticket.followerIds.includes(event.data.userId)
        ? ticket
        : { ...ticket, followerIds: [...ticket.followerIds, event.data.userId] };
    case 'TicketUnfollowed':
      return { ...ticket, followerIds: ticket.followerIds.filter((id) => id !== event.data.userId) };
    default:
      return ticket;
  }
}

function withSubtask<Ticket extends TicketStructure>(
  ticket: Ticket,
  id: string,
  change: Partial<SubtaskState>,
): Ticket {
  const subtasks = ticket.subtasks.map((subtask) =>
    subtask.id === id ? { ...subtask, ...change } : subtask,
  );
  return { ...ticket, subtasks: change.rank === undefined ? subtasks : subtasks.sort(inOrder) };
}

const sameLink = (one: LinkState, other: LinkState): boolean =>
  one.link === other.link && one.ticketId === other.ticketId;

export const hasLink = (ticket: TicketStructure, link: LinkState): boolean =>
  ticket.links.some((one) => sameLink(one, link));

/** A link and where it stands: each is stored once, so that no two events can tell of the same one. */
export type StoredLink = { readonly ownerId: string; readonly link: LinkType; readonly otherId: string };

/**
 * Where the link that is told from one ticket stands: with the ticket that blocks, causes or duplicates, and one that
 * relates two tickets with the smaller id.
 */
export function storedLink(ticketId: string, link: LinkName, otherId: string): StoredLink {
  const here = (type: LinkType): StoredLink => ({ ownerId: ticketId, link: type, otherId });
  const there = (type: LinkType): StoredLink => ({ ownerId: otherId, link: type, otherId: ticketId });
  switch (link) {
    case 'blocks':
    case 'causes':
    case 'duplicates':
      return here(link);
    case 'blocked_by':
      return there('blocks');
    case 'caused_by':
      return there('causes');
    case 'duplicated_by':
      return there('duplicates');
    case 'relates_to':
      return ticketId < otherId ? here(link) : there(link);
    default:
      return link satisfies never;
  }
}
