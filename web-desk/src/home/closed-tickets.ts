import { useQuery } from '@tanstack/react-query';
import { listTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { type TicketFilter, useTickets } from '@ticketing/web-kit/lists.ts';
import { useEffect, useRef } from 'react';

const closedFilter = (mine: boolean): TicketFilter => ({
  archived: 'true',
  ...(mine ? { reporterId: 'me' } : {}),
});

/** Tickets that were put away, page by page; fetched only for those who look. */
export const useClosedTickets = (mine: boolean, wanted: boolean) => useTickets(closedFilter(mine), wanted);

/** How many tickets were put away: `12`, or `10000+` when there are more than are counted. */
export function useClosedCount(mine: boolean): string | undefined {
  const { api } = useKit();
  const { data } = useQuery({
    queryKey: ['tickets', 'closed-count', mine],
    queryFn: async ({ signal }) =>
      (await api.call(listTickets, { query: { ...closedFilter(mine), limit: 1, count: 'true' }, signal }))
        .count,
  });
  return data && `${data.value}${data.more ? '+' : ''}`;
}

/** Boards are live and the list of what was put away is not: it is read again when a ticket comes or goes. */
export function useClosedFollowing(onBoards: number): void {
  const { queries } = useKit();
  const known = useRef(onBoards);
  useEffect(() => {
    if (known.current === onBoards) return;
    known.current = onBoards;
    const pause = setTimeout(() => void queries.invalidateQueries({ queryKey: ['tickets'] }), 600);
    return () => clearTimeout(pause);
  }, [onBoards, queries]);
}
