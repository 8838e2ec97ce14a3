import type { BulkChange } from '../bulk-changes.ts';
import type { PendingCommand } from '../pending-commands.ts';
import type { Intent, ManyIntent, OneOfMany } from './intents.ts';

/** All frames of a request bear its command: each ticket is settled by its own revision instead. */
export const partId = (commandId: string, ticketId: string): string => `${commandId}/${ticketId}`;

/** What a change of many tickets does to each; what is not known here, its frame shows. */
export function partsOf(commandId: string, { change, tickets }: ManyIntent): readonly PendingCommand[] {
  return tickets.flatMap((ticket): PendingCommand[] => {
    const intent = intentOf(ticket, change);
    return intent === undefined ? [] : [{ commandId: partId(commandId, ticket.id), intent }];
  });
}

function intentOf({ id: ticketId, place, company }: OneOfMany, change: BulkChange): Intent | undefined {
  switch (change.type) {
    case 'move':
      return { kind: 'move', ticketId, columnId: change.columnId, after: null, before: null };
    case 'moveBack':
      return place && { kind: 'move', ticketId, ...place };
    case 'assign':
    case 'unassign':
      return { kind: change.type, ticketId, userId: change.userId };
    case 'tag':
    case 'untag':
      return { kind: change.type, ticketId, tagId: change.tagId };
    case 'archive':
    case 'restore':
      return { kind: change.type, ticketId };
    case 'prioritise': {
      const { priority, urgency, importance } = change;
      return {
        kind: 'change',
        ticketId,
        patch: {
          ...(priority === undefined ? {} : { priority }),
          ...(urgency === undefined ? {} : { urgency }),
          ...(importance === undefined ? {} : { importance }),
        },
      };
    }
    case 'schedule': {
      const { startDate, dueDate } = change;
      return {
        kind: 'change',
        ticketId,
        patch: {
          ...(startDate === undefined ? {} : { startDate }),
          ...(dueDate === undefined ? {} : { dueDate }),
        },
      };
    }
    case 'retype':
      return { kind: 'change', ticketId, patch: { type: change.ticketType } };
    case 'company':
    case 'companyBack':
      return company === undefined ? undefined : { kind: 'company', ticketId, company };
    default:
      return change satisfies never;
  }
}
