import { DomainError } from '@ticketing/contracts/errors.ts';
import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import { placeSubtask } from './place-subtask.ts';
import { rankBetween } from './rank.ts';
import type { TicketState } from './state.ts';
import { hasLink, type SubtaskState } from './structure.ts';
import type { AskedParent, StructureCommand } from './structure-commands.ts';

/** How far up a line of parents may reach. */
export const PARENTS_AT_MOST = 20;
export const SUBTASKS_AT_MOST = 200;
/** In one ticket's stream; those that stand in others' streams do not count. */
export const LINKS_AT_MOST = 200;

/**
 * What happens to what hangs together with a ticket that is not archived.
 * @throws DomainError when the command cannot be carried out
 */
export function decideStructure(command: StructureCommand, ticket: TicketState): readonly TicketEvent[] {
  switch (command.type) {
    case 'ChangeParent': {
      const { parent } = command;
      const parentId = parent?.parentId ?? null;
      if (parentId === ticket.parentId) return [];
      if (parent) requireParent(parent, ticket.id, ticket.projectId);
      return [{ type: 'TicketParentChanged', data: { parentId } }];
    }
    case 'LinkTickets': {
      const link = linkOf(command, ticket);
      if (hasLink(ticket, link)) return [];
      if (ticket.links.length >= LINKS_AT_MOST) throw new DomainError('too_many_links');
      return [{ type: 'TicketLinked', data: link }];
    }
    case 'UnlinkTickets': {
      const link = linkOf(command, ticket);
      return hasLink(ticket, link) ? [{ type: 'TicketUnlinked', data: link }] : [];
    }
    case 'AddSubtask': {
      const { subtaskId, title, assigneeId } = command;
      if (ticket.subtasks.some(({ id }) => id === subtaskId)) return [];
      if (ticket.subtasks.length >= SUBTASKS_AT_MOST) throw new DomainError('too_many_subtasks');
      const rank = rankBetween(ticket.subtasks.at(-1)?.rank ?? null, null, subtaskId);
      return [{ type: 'SubtaskAdded', data: { subtaskId, title, assigneeId, rank } }];
    }
    case 'ChangeSubtask': {
      const subtask = subtaskOf(ticket, command.subtaskId);
      const title = command.title ?? subtask.title;
      const assigneeId = command.assigneeId === undefined ? subtask.assigneeId : command.assigneeId;
      return title === subtask.title && assigneeId === subtask.assigneeId
        ? []
        : [{ type: 'SubtaskChanged', data: { subtaskId: subtask.id, title, assigneeId } }];
    }
    case 'CompleteSubtask': {
      const { id: subtaskId, completed } = subtaskOf(ticket, command.subtaskId);
      return completed ? [] : [{ type: 'SubtaskCompleted', data: { subtaskId } }];
    }
    case 'ReopenSubtask': {
      const { id: subtaskId, completed } = subtaskOf(ticket, command.subtaskId);
      return completed ? [{ type: 'SubtaskReopened', data: { subtaskId } }] : [];
    }
    case 'MoveSubtask': {
      const { id } = subtaskOf(ticket, command.subtaskId);
      return placeSubtask(ticket.subtasks, id, command.after, command.before).map(
        ({ id: subtaskId, rank }) => ({
          type: 'SubtaskMoved' as const,
          data: { subtaskId, rank },
        }),
      );
    }
    case 'RemoveSubtask': {
      const { id: subtaskId } = subtaskOf(ticket, command.subtaskId);
      return [{ type: 'SubtaskRemoved', data: { subtaskId } }];
    }
    case 'FollowTicket':
      return ticket.followerIds.includes(command.userId)
        ? []
        : [{ type: 'TicketFollowed', data: { userId: command.userId } }];
    case 'UnfollowTicket':
      return ticket.followerIds.includes(command.userId)
        ? [{ type: 'TicketUnfollowed', data: { userId: command.userId } }]
        : [];
    default:
      return command satisfies never;
  }
}

/** @throws DomainError unless a ticket may stand under this parent */
export function requireParent({ parentId, line }: AskedParent, ticketId: string, projectId: string): void {
  if (parentId === ticketId || line.some(({ id }) => id === ticketId)) throw new DomainError('parent_cycle');
  const [parent] = line;
  // That it is there in another project is not told to who may only see this one.
  if (!parent || parent.projectId !== projectId) throw new DomainError('unknown_parent');
  if (parent.archived) throw new DomainError('parent_archived');
  if (line.length > PARENTS_AT_MOST) throw new DomainError('parent_too_deep');
}

type LinkCommand = Extract<StructureCommand, { type: 'LinkTickets' | 'UnlinkTickets' }>;

function linkOf({ link, otherId, otherArchived }: LinkCommand, ticket: TicketState) {
  if (otherId === ticket.id) throw new DomainError('link_to_itself');
  if (otherArchived) throw new DomainError('already_archived', 'The other ticket is archived');
  return { link, ticketId: otherId };
}

function subtaskOf(ticket: TicketState, subtaskId: string): SubtaskState {
  const subtask = ticket.subtasks.find(({ id }) => id === subtaskId);
  if (!subtask) throw new DomainError('unknown_subtask');
  return subtask;
}
