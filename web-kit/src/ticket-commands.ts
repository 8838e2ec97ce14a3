import type { CommandAnswer } from '@ticketing/contracts/endpoints/endpoint.ts';
import {
  archiveTicket,
  assignTicket,
  changeTicket,
  editComment,
  moveTicket,
  openTicket,
  postComment,
  removeComment,
  restoreTicket,
  tagTicket,
  unassignTicket,
  untagTicket,
} from '@ticketing/contracts/endpoints/tickets.ts';
import type { CommentVisibility, Level, TicketType } from '@ticketing/contracts/kinds.ts';
import { useMemo } from 'react';
import { ApiError } from './api-error.ts';
import { boardKey } from './board.ts';
import { newCommandId } from './command-id.ts';
import { type Kit, useKit } from './kit.tsx';
import type { Answer, Intent, Known, TicketPatch } from './pending-commands.ts';
import { ticketKey } from './ticket.ts';

/** Milliseconds that a frame may take before the screens concerned are read again, and until nobody waits any more. */
const FRAME_DUE = 4_000;
const FORGOTTEN = 20_000;

/** The answer, or null when it was refused: then it has been taken back and told to the kit's `refusals`. */
export type Outcome<A extends CommandAnswer = CommandAnswer> = Promise<A | null>;

export type NewTicket = {
  readonly projectId: string;
  readonly title: string;
  readonly type?: TicketType;
  readonly description?: string;
  readonly priority?: Level;
  readonly companyId?: string | null;
  readonly columnId?: string;
  readonly dueDate?: string | null;
  readonly assigneeIds?: string[];
  readonly tagIds?: string[];
};

export type TicketCommands = ReturnType<typeof createTicketCommands>;

/**
 * Commands about tickets: each shows at once, goes to the server in order per ticket, and never throws. While the server is
 * away they wait (`Delivery`): a second move never overtakes the first.
 */
export function createTicketCommands(kit: Kit, myId: () => string) {
  async function run<A extends Answer>(
    intent: Intent,
    projectId: string | undefined,
    send: (commandId: string) => Promise<A>,
  ): Outcome<A> {
    const commandId = newCommandId();
    const lane = intent.kind === 'open' ? commandId : intent.ticketId;
    kit.pending.add(commandId, intent);
    try {
      const answer = await kit.delivery.run(`ticket ${lane}`, () => send(commandId));
      kit.pending.acknowledge(commandId, answer);
      refreshLists(kit);
      setTimeout(() => refreshIfWaiting(kit, commandId, answer.id, projectId), FRAME_DUE);
      setTimeout(() => kit.pending.remove(commandId), FORGOTTEN);
      return answer;
    } catch (error) {
      kit.pending.remove(commandId);
      const refusal = error instanceof ApiError ? error : new ApiError('internal', 0, String(error));
      for (const listener of [...kit.refusals]) listener(refusal);
      // What was refused may have been decided on something old: look again.
      if (refusal.status === 404 || refusal.status === 409) refreshScreens(kit, lane, projectId);
      return null;
    }
  }

  const on = (ticketId: string) => ({ params: { id: ticketId } });

  return {
    open(ticket: NewTicket, columnId: string) {
      const now = new Date().toISOString();
      const card = {
        id: `new-${newCommandId()}`,
        projectId: ticket.projectId,
        key: '',
        number: 0,
        type: ticket.type ?? 'task',
        title: ticket.title,
        priority: ticket.priority ?? 2,
        urgency: 2,
        importance: 2,
        columnId,
        rank: '~',
        reporterId: myId(),
        companyId: ticket.companyId ?? null,
        assigneeIds: ticket.assigneeIds ?? [],
        tagIds: ticket.tagIds ?? [],
        startDate: null,
        dueDate: ticket.dueDate ?? null,
        commentCount: 0,
        archived: false,
        parentId: null,
        subtaskCount: 0,
        subtasksDone: 0,
        review: null,
        openedAt: now,
        changedAt: now,
        revision: '0',
      } as const;
      const intent: Intent = {
        kind: 'open',
        projectId: ticket.projectId,
        card: { ...card, assigneeIds: [...card.assigneeIds], tagIds: [...card.tagIds] },
      };
      return run(intent, ticket.projectId, (commandId) =>
        kit.api.call(openTicket, { body: ticket, commandId }),
      );
    },
    move(
      ticketId: string,
      projectId: string,
      place: { columnId: string; after: string | null; before: string | null },
    ) {
      return run({ kind: 'move', ticketId, ...place }, projectId, (commandId) =>
        kit.api.call(moveTicket, { ...on(ticketId), body: place, commandId }),
      );
    },
    change(ticketId: string, patch: TicketPatch) {
      return run({ kind: 'change', ticketId, patch }, undefined, (commandId) =>
        kit.api.call(changeTicket, { ...on(ticketId), body: patch, commandId }),
      );
    },
    assign(ticketId: string, userId: string) {
      return run({ kind: 'assign', ticketId, userId }, undefined, (commandId) =>
        kit.api.call(assignTicket, { params: { id: ticketId, userId }, commandId }),
      );
    },
    unassign(ticketId: string, userId: string) {
      return run({ kind: 'unassign', ticketId, userId }, undefined, (commandId) =>
        kit.api.call(unassignTicket, { params: { id: ticketId, userId }, commandId }),
      );
    },
    tag(ticketId: string, tagId: string) {
      return run({ kind: 'tag', ticketId, tagId }, undefined, (commandId) =>
        kit.api.call(tagTicket, { params: { id: ticketId, tagId }, commandId }),
      );
    },
    untag(ticketId: string, tagId: string) {
      return run({ kind: 'untag', ticketId, tagId }, undefined, (commandId) =>
        kit.api.call(untagTicket, { params: { id: ticketId, tagId }, commandId }),
      );
    },
    comment(ticketId: string, body: string, visibility: CommentVisibility) {
      const comment = {
        id: `new-${newCommandId()}`,
        ticketId,
        authorId: myId(),
        body,
        visibility,
        postedAt: new Date().toISOString(),
        editedAt: null,
      };
      return run({ kind: 'comment', ticketId, comment }, undefined, (commandId) =>
        kit.api.call(postComment, { ...on(ticketId), body: { body, visibility }, commandId }),
      );
    },
    editComment(ticketId: string, commentId: string, body: string) {
      return run({ kind: 'edit-comment', ticketId, commentId, body }, undefined, (commandId) =>
        kit.api.call(editComment, { params: { id: ticketId, commentId }, body: { body }, commandId }),
      );
    },
    removeComment(ticketId: string, commentId: string) {
      return run({ kind: 'remove-comment', ticketId, commentId }, undefined, (commandId) =>
        kit.api.call(removeComment, { params: { id: ticketId, commentId }, commandId }),
      );
    },
    archive(ticketId: string) {
      return run({ kind: 'archive', ticketId }, undefined, (commandId) =>
        kit.api.call(archiveTicket, { ...on(ticketId), commandId }),
      );
    },
    restore(ticketId: string) {
      return run({ kind: 'restore', ticketId }, undefined, (commandId) =>
        kit.api.call(restoreTicket, { ...on(ticketId), commandId }),
      );
    },
  };
}

/** Lists have no frames of their own; they are read again when they are looked at. */
function refreshLists(kit: Kit): void {
  void kit.queries.invalidateQueries({ queryKey: ['tickets'] });
}

/** No frame came, as when the socket is down: read the screens that show the ticket. */
function refreshIfWaiting(
  kit: Kit,
  commandId: string,
  ticketId: string,
  projectId: string | undefined,
): void {
  if (kit.live.status === 'online' && hasArrived(kit, commandId, ticketId)) return;
  refreshScreens(kit, ticketId, projectId);
}

/** Whether every screen that could show the command has heard of it. */
function hasArrived(kit: Kit, commandId: string, ticketId: string): boolean {
  const boards = kit.queries.getQueriesData<Known>({ queryKey: ['board'], type: 'active' });
  const tickets = kit.queries.getQueriesData<Known>({ queryKey: ticketKey(ticketId), type: 'active' });
  return [...boards, ...tickets].every(([, cache]) => cache === undefined || cache.commands.has(commandId));
}

function refreshScreens(kit: Kit, ticketId: string, projectId: string | undefined): void {
  void kit.queries.invalidateQueries({ queryKey: ticketKey(ticketId) });
  void kit.queries.invalidateQueries({
    queryKey: projectId === undefined ? ['board'] : boardKey(projectId),
  });
}

/** @param myId of the person who is signed in */
export function useTicketCommands(myId: string): TicketCommands {
  const kit = useKit();
  return useMemo(() => createTicketCommands(kit, () => myId), [kit, myId]);
}
