import type { HoursByPriority } from '@ticketing/contracts/report-views.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';

/**
 * The instant at which the target of the ticket's priority is over; null without one, and for what is done or archived:
 * the reports judge that by the history (docs/reports.md).
 */
export function resolveBy(
  ticket: Pick<TicketView, 'openedAt' | 'priority' | 'archived' | 'columnId' | 'columns'>,
  hours: HoursByPriority,
): string | null {
  const target = hours[ticket.priority];
  const column = ticket.columns.find(({ id }) => id === ticket.columnId);
  if (target === null || ticket.archived || column?.category === 'done') return null;
  return new Date(Date.parse(ticket.openedAt) + target * 3_600_000).toISOString();
}
