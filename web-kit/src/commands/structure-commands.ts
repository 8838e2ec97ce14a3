import {
  addFollower,
  addSubtask,
  changeParent,
  changeSubtask,
  completeSubtask,
  followTicket,
  linkTickets,
  moveSubtask,
  removeFollower,
  removeSubtask,
  reopenSubtask,
  unfollowTicket,
  unlinkTickets,
} from '@ticketing/contracts/endpoints/ticket-structure.ts';
import type { LinkName } from '@ticketing/contracts/kinds.ts';
import type { SubtaskView, TicketWithColumn } from '@ticketing/contracts/views.ts';
import type { ApiClient } from '../api-client.ts';
import { newCommandId } from '../command-id.ts';
import type { RunCommand } from './run-command.ts';

/** Parent, links, subtasks and followers of a ticket. */
export function structureCommands(api: ApiClient, run: RunCommand, myId: () => string) {
  return {
    putUnder(ticketId: string, parent: TicketWithColumn | null) {
      return run({ kind: 'parent', ticketId, parent }, undefined, (commandId) =>
        api.call(changeParent, {
          params: { id: ticketId },
          body: { parentId: parent?.id ?? null },
          commandId,
        }),
      );
    },
    link(ticketId: string, link: LinkName, other: TicketWithColumn) {
      return run({ kind: 'link', ticketId, link, other }, undefined, (commandId) =>
        api.call(linkTickets, { params: { id: ticketId, link, otherId: other.id }, commandId }),
      );
    },
    unlink(ticketId: string, link: LinkName, other: TicketWithColumn) {
      return run({ kind: 'unlink', ticketId, link, other }, undefined, (commandId) =>
        api.call(unlinkTickets, { params: { id: ticketId, link, otherId: other.id }, commandId }),
      );
    },
    addSubtask(ticketId: string, title: string, assigneeId: string | null = null) {
      const subtask: SubtaskView = {
        id: `new-${newCommandId()}`,
        title,
        assigneeId,
        completed: false,
        rank: '~',
      };
      return run({ kind: 'add-subtask', ticketId, subtask }, undefined, (commandId) =>
        api.call(addSubtask, { params: { id: ticketId }, body: { title, assigneeId }, commandId }),
      );
    },
    changeSubtask(
      ticketId: string,
      subtaskId: string,
      patch: Partial<Pick<SubtaskView, 'title' | 'assigneeId'>>,
    ) {
      return run({ kind: 'change-subtask', ticketId, subtaskId, patch }, undefined, (commandId) =>
        api.call(changeSubtask, { params: { id: ticketId, subtaskId }, body: patch, commandId }),
      );
    },
    tickSubtask(ticketId: string, subtaskId: string, completed: boolean) {
      const endpoint = completed ? completeSubtask : reopenSubtask;
      return run(
        { kind: 'change-subtask', ticketId, subtaskId, patch: { completed } },
        undefined,
        (commandId) => api.call(endpoint, { params: { id: ticketId, subtaskId }, commandId }),
      );
    },
    /** Below `after`, or above `before`; to the end without either. */
    moveSubtask(
      ticketId: string,
      subtaskId: string,
      place: { readonly after: string | null; readonly before: string | null },
    ) {
      return run({ kind: 'move-subtask', ticketId, subtaskId, ...place }, undefined, (commandId) =>
        api.call(moveSubtask, { params: { id: ticketId, subtaskId }, body: place, commandId }),
      );
    },
    removeSubtask(ticketId: string, subtaskId: string) {
      return run({ kind: 'remove-subtask', ticketId, subtaskId }, undefined, (commandId) =>
        api.call(removeSubtask, { params: { id: ticketId, subtaskId }, commandId }),
      );
    },
    follow(ticketId: string, userId: string = myId()) {
      return run({ kind: 'follow', ticketId, userId }, undefined, (commandId) =>
        userId === myId()
          ? api.call(followTicket, { params: { id: ticketId }, commandId })
          : api.call(addFollower, { params: { id: ticketId, userId }, commandId }),
      );
    },
    unfollow(ticketId: string, userId: string = myId()) {
      return run({ kind: 'unfollow', ticketId, userId }, undefined, (commandId) =>
        userId === myId()
          ? api.call(unfollowTicket, { params: { id: ticketId }, commandId })
          : api.call(removeFollower, { params: { id: ticketId, userId }, commandId }),
      );
    },
  };
}
