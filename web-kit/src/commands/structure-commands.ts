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
import { newCommandId } from '../command-id.ts';
import type { Request } from './request.ts';
import type { RunCommand } from './run-command.ts';

/** Parent, links, subtasks and followers of a ticket. */
export function structureCommands(request: Request, run: RunCommand, myId: () => string) {
  return {
    /** @param child the ticket as its parent's screen shows it */
    putUnder(ticketId: string, parent: TicketWithColumn | null, child?: TicketWithColumn) {
      return run(
        { kind: 'parent', ticketId, parent, ...(child === undefined ? {} : { child }) },
        undefined,
        request(changeParent, {
          params: { id: ticketId },
          body: { parentId: parent?.id ?? null },
        }),
      );
    },
    link(ticketId: string, link: LinkName, other: TicketWithColumn) {
      return run(
        { kind: 'link', ticketId, link, other },
        undefined,
        request(linkTickets, { params: { id: ticketId, link, otherId: other.id } }),
      );
    },
    unlink(ticketId: string, link: LinkName, other: TicketWithColumn) {
      return run(
        { kind: 'unlink', ticketId, link, other },
        undefined,
        request(unlinkTickets, { params: { id: ticketId, link, otherId: other.id } }),
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
      return run(
        { kind: 'add-subtask', ticketId, subtask },
        undefined,
        request(addSubtask, { params: { id: ticketId }, body: { title, assigneeId } }),
      );
    },
    changeSubtask(
      ticketId: string,
      subtaskId: string,
      patch: Partial<Pick<SubtaskView, 'title' | 'assigneeId'>>,
    ) {
      return run(
        { kind: 'change-subtask', ticketId, subtaskId, patch },
        undefined,
        request(changeSubtask, { params: { id: ticketId, subtaskId }, body: patch }),
      );
    },
    tickSubtask(ticketId: string, subtaskId: string, completed: boolean) {
      const endpoint = completed ? completeSubtask : reopenSubtask;
      return run(
        { kind: 'change-subtask', ticketId, subtaskId, patch: { completed } },
        undefined,
        request(endpoint, { params: { id: ticketId, subtaskId } }),
      );
    },
    /** Below `after`, or above `before`; to the end without either. */
    moveSubtask(
      ticketId: string,
      subtaskId: string,
      place: { readonly after: string | null; readonly before: string | null },
    ) {
      return run(
        { kind: 'move-subtask', ticketId, subtaskId, ...place },
        undefined,
        request(moveSubtask, { params: { id: ticketId, subtaskId }, body: place }),
      );
    },
    removeSubtask(ticketId: string, subtaskId: string) {
      return run(
        { kind: 'remove-subtask', ticketId, subtaskId },
        undefined,
        request(removeSubtask, { params: { id: ticketId, subtaskId } }),
      );
    },
    follow(ticketId: string, userId: string = myId()) {
      return run(
        { kind: 'follow', ticketId, userId },
        undefined,
        userId === myId()
          ? request(followTicket, { params: { id: ticketId } })
          : request(addFollower, { params: { id: ticketId, userId } }),
      );
    },
    unfollow(ticketId: string, userId: string = myId()) {
      return run(
        { kind: 'unfollow', ticketId, userId },
        undefined,
        userId === myId()
          ? request(unfollowTicket, { params: { id: ticketId } })
          : request(removeFollower, { params: { id: ticketId, userId } }),
      );
    },
  };
}
