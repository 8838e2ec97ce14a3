import type { BodySentOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import {
  archiveTicket,
  assignTicket,
  changeTicket,
  moveTicket,
  moveTicketBack,
  openTicket,
  restoreTicket,
  tagTicket,
  unassignTicket,
  untagTicket,
} from '@ticketing/contracts/endpoints/tickets.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import { useMemo } from 'react';
import { ApiError, isErrorCode } from './api-error.ts';
import { boardKey, type Place, placeOf } from './board.ts';
import { type BoardCache, boardWithPending } from './board-cache.ts';
import { changeManyShown } from './bulk-commands.ts';
import { newCommandId } from './command-id.ts';
import { commentCommands } from './commands/comment-commands.ts';
import { fileCommands } from './commands/file-commands.ts';
import type { CompanyName, Intent, TicketPatch } from './commands/intents.ts';
import { requestsTo } from './commands/request.ts';
import { reviewCommands } from './commands/review-commands.ts';
import { commandRunner, type RunOptions } from './commands/run-command.ts';
import { structureCommands } from './commands/structure-commands.ts';
import { type Kit, tellRefusal, useKit } from './kit.tsx';

export type { Outcome } from './commands/run-command.ts';

export type NewTicket = BodySentOf<typeof openTicket>;

export type TicketCommands = ReturnType<typeof createTicketCommands>;

/** Commands about tickets: each shows at once, goes to the server in order per ticket, and never throws. */
export function createTicketCommands(kit: Kit, myId: () => string) {
  const run = commandRunner(kit, myId);
  const request = requestsTo(kit.api);
  const on = (ticketId: string) => ({ params: { id: ticketId } });

  return {
    ...commentCommands(request, run, myId),
    ...structureCommands(request, run, myId),
    ...fileCommands(request, run, myId),
    ...reviewCommands(request, run, myId),
    /** @param draft the form that it was written in, if it had one */
    open(ticket: NewTicket, columnId: string, { draft, ...options }: RunOptions & { draft?: string } = {}) {
      const card = newCard(ticket, columnId, myId());
      const { projectId } = ticket;
      const intent: Intent = { kind: 'open', projectId, card, ...(draft === undefined ? {} : { draft }) };
      return run(intent, projectId, request(openTicket, { body: ticket }), options);
    },
    /** @returns the way back to the very place that it leaves, which is refused once it was moved again */
    move(ticket: Pick<CardView, 'id' | 'projectId' | 'columnId'>, to: Place): () => void {
      const { id: ticketId, projectId } = ticket;
      const from = placeNow(kit, ticket) ?? { columnId: ticket.columnId, after: null, before: null };
      const commandId = newCommandId();
      let refused = false;
      void run(
        { kind: 'move', ticketId, ...to },
        projectId,
        request(moveTicket, { ...on(ticketId), body: to }),
        { commandId },
      ).then((answer) => {
        refused = answer === null;
      });
      return () => {
        if (refused) return;
        const back = request(moveTicketBack, { ...on(ticketId), body: { commandId } });
        void run({ kind: 'move', ticketId, ...from }, projectId, back);
      };
    },
    change(ticketId: string, patch: TicketPatch) {
      return run(
        { kind: 'change', ticketId, patch },
        undefined,
        request(changeTicket, { ...on(ticketId), body: patch }),
      );
    },
    /**
     * Makes it another company's, or nobody's: the people of the former one lose it.
     * @param former undefined when it is not known here
     * @returns the way back, on which they get it again; it is refused once it was given away again
     */
    giveTo(
      ticket: Pick<CardView, 'id' | 'key'>,
      company: CompanyName | null,
      former: CompanyName | null | undefined,
    ): () => void {
      const { id: ticketId } = ticket;
      const commandId = newCommandId();
      let refused = false;
      void run(
        { kind: 'company', ticketId, company },
        undefined,
        request(changeTicket, { ...on(ticketId), body: { companyId: company?.id ?? null } }),
        { commandId },
      ).then((answer) => {
        refused = answer === null;
      });
      return () => {
        if (refused) return;
        // Who left with the company is known where it is taken back.
        const back = { type: 'companyBack', commandId } as const;
        void changeManyShown(kit, myId(), [ticket], back, {
          ...(former === undefined ? {} : { companies: new Map([[ticketId, former]]) }),
          undoes: [{ commandId, ids: [ticketId] }],
        }).then(({ refused: [refusal], waited }) => {
          if (refusal === undefined || waited) return;
          const { code } = refusal;
          tellRefusal(kit, new ApiError(isErrorCode(code) ? code : 'internal', 0, code));
        });
      };
    },
    assign(ticketId: string, userId: string) {
      return run(
        { kind: 'assign', ticketId, userId },
        undefined,
        request(assignTicket, { params: { id: ticketId, userId } }),
      );
    },
    unassign(ticketId: string, userId: string) {
      return run(
        { kind: 'unassign', ticketId, userId },
        undefined,
        request(unassignTicket, { params: { id: ticketId, userId } }),
      );
    },
    tag(ticketId: string, tagId: string) {
      return run(
        { kind: 'tag', ticketId, tagId },
        undefined,
        request(tagTicket, { params: { id: ticketId, tagId } }),
      );
    },
    untag(ticketId: string, tagId: string) {
      return run(
        { kind: 'untag', ticketId, tagId },
        undefined,
        request(untagTicket, { params: { id: ticketId, tagId } }),
      );
    },
    /** @param words why; may be empty */
    archive(ticketId: string, words = '') {
      return run(
        { kind: 'archive', ticketId },
        undefined,
        request(archiveTicket, {
          ...on(ticketId),
          body: words === '' ? {} : { words },
        }),
      );
    },
    restore(ticketId: string) {
      return run({ kind: 'restore', ticketId }, undefined, request(restoreTicket, { ...on(ticketId) }));
    },
  };
}

/** Where it stands on its board as it is shown; undefined where that board has not been read. */
function placeNow(kit: Kit, { id, projectId }: Pick<CardView, 'id' | 'projectId'>): Place | undefined {
  const cache = kit.queries.getQueryData<BoardCache>(boardKey(projectId));
  return cache && placeOf(boardWithPending(cache, kit.pending.list), id);
}

/** The card as it will be, but for its key and number, which only the server gives. */
function newCard(ticket: NewTicket, columnId: string, reporterId: string): CardView {
  const now = new Date().toISOString();
  return {
    id: `new-${newCommandId()}`,
    projectId: ticket.projectId,
    key: '',
    number: 0,
    type: ticket.type ?? 'task',
    title: ticket.title,
    priority: ticket.priority ?? 2,
    urgency: ticket.urgency ?? 2,
    importance: ticket.importance ?? 2,
    columnId,
    rank: '~',
    reporterId,
    companyId: ticket.companyId ?? null,
    assigneeIds: [...(ticket.assigneeIds ?? [])],
    tagIds: [...(ticket.tagIds ?? [])],
    startDate: ticket.startDate ?? null,
    dueDate: ticket.dueDate ?? null,
    commentCount: 0,
    archived: false,
    parentId: ticket.parentId ?? null,
    subtaskCount: 0,
    subtasksDone: 0,
    review: null,
    openedAt: now,
    changedAt: now,
    revision: '0',
  };
}

/** @param myId of the person who is signed in */
export function useTicketCommands(myId: string): TicketCommands {
  const kit = useKit();
  return useMemo(() => createTicketCommands(kit, () => myId), [kit, myId]);
}
