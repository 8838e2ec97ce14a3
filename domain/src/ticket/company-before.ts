import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { TicketState } from './state.ts';

/** Whose a ticket was before it was given away, by which command, and what left it by that. */
export type CompanyBefore = {
  readonly companyId: string | null;
  readonly leftBy: string;
  readonly assigneeIds: readonly string[];
  readonly followerIds: readonly string[];
  readonly subtasks: readonly { readonly id: string; readonly assigneeId: string }[];
  /** Whose device `remoteAssistId` names. */
  readonly reporterId: string;
  readonly remoteAssistId: string | null;
};

/** Folds one event into what a change of company took from the ticket: the rest of the command's own events tell it. */
export function evolveCompanyBefore(ticket: TicketState, event: RecordedEvent): CompanyBefore | undefined {
  const leftBy = event.metadata.commandId;
  if (event.type === 'TicketCompanyChanged') {
    const nothing = { assigneeIds: [], followerIds: [], subtasks: [], remoteAssistId: null };
    return { companyId: event.data.fromCompanyId, leftBy, reporterId: ticket.reporterId, ...nothing };
  }
  const before = ticket.companyBefore;
  if (before?.leftBy !== leftBy) return before;
  switch (event.type) {
    case 'TicketUnassigned':
      return { ...before, assigneeIds: [...before.assigneeIds, event.data.userId] };
    case 'TicketUnfollowed':
      return { ...before, followerIds: [...before.followerIds, event.data.userId] };
    case 'SubtaskChanged': {
      const { subtaskId: id, assigneeId: next } = event.data;
      const assigneeId = ticket.subtasks.find((subtask) => subtask.id === id)?.assigneeId ?? null;
      return assigneeId === null || next !== null
        ? before
        : { ...before, subtasks: [...before.subtasks, { id, assigneeId }] };
    }
    case 'RemoteAssistOffered':
      return event.data.remoteAssistId === null
        ? { ...before, remoteAssistId: ticket.remoteAssistId }
        : before;
    default:
      return before;
  }
}
