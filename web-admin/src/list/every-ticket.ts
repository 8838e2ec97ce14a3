import { listTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import type { ApiClient } from '@ticketing/web-kit/api-client.ts';
import type { TicketFilter } from '@ticketing/web-kit/lists.ts';

/** All tickets of a filter, to the last one. @throws ApiError */
export async function everyTicket(api: ApiClient, filter: TicketFilter): Promise<CardView[]> {
  const tickets = new Map<string, CardView>();
  let cursor: string | null = null;
  do {
    const page: { items: CardView[]; nextCursor: string | null } = await api.call(listTickets, {
      query: { ...filter, limit: 200, ...(cursor === null ? {} : { cursor }) },
    });
    for (const card of page.items) tickets.set(card.id, card);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return [...tickets.values()];
}
