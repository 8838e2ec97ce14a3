import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';

/** Folds the log into how many tickets that are not archived stand in each column. */
export function countTickets() {
  const counts = new Map<string, number>();
  /** Tickets that are not archived, and the column that their own stream names. */
  const columnOf = new Map<string, string>();
  const removedTo = new Map<string, string>();
  /** One string for each column, however many tickets name it. */
  const names = new Map<string, string>();

  /** A column that tickets went to may be removed in its turn. */
  function present(columnId: string): string {
    const next = removedTo.get(columnId);
    return next === undefined ? columnId : present(next);
  }

  function add(columnId: string, by: number): void {
    const column = present(columnId);
    const count = (counts.get(column) ?? 0) + by;
    if (count === 0) counts.delete(column);
    else counts.set(column, count);
  }

  function enter(ticketId: string, columnId: string): void {
    leave(ticketId);
    const name = names.get(columnId) ?? columnId;
    names.set(name, name);
    columnOf.set(ticketId, name);
    add(name, 1);
  }

  function leave(ticketId: string): void {
    const columnId = columnOf.get(ticketId);
    if (columnId === undefined) return;
    columnOf.delete(ticketId);
    add(columnId, -1);
  }

  return {
    apply(event: RecordedEvent): void {
      const subject = streamSubject(event.stream);
      switch (event.type) {
        case 'TicketOpened':
        case 'TicketRestored':
          enter(subject, event.data.columnId);
          return;
        case 'TicketMoved':
          // The system moves archived tickets too, out of columns that are gone.
          if (columnOf.has(subject)) enter(subject, event.data.columnId);
          return;
        case 'TicketArchived':
          leave(subject);
          return;
        case 'BoardColumnRemoved': {
          const { columnId, ticketsToColumnId } = event.data;
          const count = counts.get(columnId) ?? 0;
          counts.delete(columnId);
          // Where it was restored to by an impossible log, a column would lead to itself for ever.
          if (present(ticketsToColumnId) === columnId) return;
          removedTo.set(columnId, ticketsToColumnId);
          if (count > 0) add(columnId, count);
          return;
        }
        default:
          return;
      }
    },
    inColumn: (columnId: string): number => counts.get(present(columnId)) ?? 0,
  };
}
