import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import type { ProjectState } from '../project/state.ts';
import type { TicketCommand } from './commands.ts';
import type { TicketState } from './state.ts';

/**
 * The system's reminders, which change nothing of the ticket: that it is due soon, as long as it is not done and due on
 * that very day; that a review is awaited, as long as nobody answered that round.
 */
export function remind(
  command: Extract<TicketCommand, { type: 'TellDueSoon' | 'RemindOfReview' }>,
  ticket: TicketState,
  project: ProjectState,
): readonly TicketEvent[] {
  if (project.archived) return [];
  switch (command.type) {
    case 'TellDueSoon': {
      const column = project.columns.find(({ id }) => id === ticket.columnId);
      const { dueDate } = command;
      const open = !ticket.archived && column?.category !== 'done' && ticket.dueDate === dueDate;
      return open ? [{ type: 'TicketDueSoon', data: { dueDate } }] : [];
    }
    case 'RemindOfReview': {
      const last = ticket.reviews.at(-1);
      const { round } = command;
      const awaited = last?.state === 'awaiting' && last.round === round;
      return awaited ? [{ type: 'ReviewReminded', data: { round } }] : [];
    }
    default:
      return command satisfies never;
  }
}
