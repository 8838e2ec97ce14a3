import { DomainError } from '@ticketing/contracts/errors.ts';
import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import type { ProjectState } from '../project/state.ts';
import { requireDueDate } from './board-rules.ts';
import type { TicketCommand } from './commands.ts';
import { presentColumn } from './present-column.ts';
import type { TicketState } from './state.ts';

/** One event for each thing that changes, all in one append. */
export function changeTicket(
  command: Extract<TicketCommand, { type: 'ChangeTicket' }>,
  ticket: TicketState,
  project: ProjectState,
): readonly TicketEvent[] {
  const events: TicketEvent[] = [];
  const { title, description, ticketType } = command;
  if (title !== undefined && title !== ticket.title) events.push({ type: 'TicketRenamed', data: { title } });
  if (description !== undefined && description !== ticket.description) {
    events.push({ type: 'TicketDescribed', data: { description } });
  }
  if (ticketType !== undefined && ticketType !== ticket.type) {
    events.push({ type: 'TicketTypeChanged', data: { type: ticketType } });
  }
  const levels = {
    priority: command.priority ?? ticket.priority,
    urgency: command.urgency ?? ticket.urgency,
    importance: command.importance ?? ticket.importance,
  };
  if (
    levels.priority !== ticket.priority ||
    levels.urgency !== ticket.urgency ||
    levels.importance !== ticket.importance
  ) {
    events.push({ type: 'TicketPrioritised', data: levels });
  }
  const startDate = command.startDate === undefined ? ticket.startDate : command.startDate;
  const dueDate = command.dueDate === undefined ? ticket.dueDate : command.dueDate;
  if (startDate !== ticket.startDate || dueDate !== ticket.dueDate) {
    requireSchedule(startDate, dueDate);
    if (dueDate !== ticket.dueDate) requireDueDate(project, presentColumn(project, ticket), dueDate);
    events.push({ type: 'TicketScheduled', data: { startDate, dueDate } });
  }
  return events;
}

/** @throws DomainError when it would be due before it starts */
export function requireSchedule(startDate: string | null, dueDate: string | null): void {
  if (startDate !== null && dueDate !== null && startDate > dueDate)
    throw new DomainError('schedule_inverted');
}
