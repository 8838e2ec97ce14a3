import type { QueryClient } from '@tanstack/react-query';
import type { BoardCache } from '../board-cache.ts';
import { ticketKey } from '../ticket.ts';
import type { TicketCache } from '../ticket-cache.ts';
import type { Intent } from './intents.ts';

/** Key of the ticket that a command is about, from what has been read of it; null when nothing was. */
export function knownKey(queries: QueryClient, intent: Intent): string | null {
  if (intent.kind === 'open') return null;
  const { ticketId } = intent;
  const read = queries.getQueryData<TicketCache>(ticketKey(ticketId));
  if (read !== undefined) return read.ticket.key;
  for (const [, cache] of queries.getQueriesData<BoardCache>({ queryKey: ['board'] })) {
    for (const { tickets } of cache?.board.columns ?? []) {
      const card = tickets.find(({ id }) => id === ticketId);
      if (card !== undefined) return card.key;
    }
  }
  return null;
}
