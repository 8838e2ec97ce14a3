import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { listComments } from '@ticketing/contracts/endpoints/ticket-comments.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMemo, useState } from 'react';

export type OlderComments = {
  /** The ticket with what was fetched of its comments before the latest 200. */
  readonly ticket: TicketView;
  readonly hasMore: boolean;
  readonly fetching: boolean;
  readonly more: () => void;
};

/** A ticket carries its latest comments; those before come page by page for who asks for them. */
export function useOlderComments(ticket: TicketView): OlderComments {
  const { api } = useKit();
  const [wanted, setWanted] = useState(false);
  const first = ticket.olderComments;
  const older = useInfiniteQuery({
    queryKey: ['older-comments', ticket.id, first],
    enabled: wanted && first !== null,
    placeholderData: keepPreviousData,
    initialPageParam: first ?? '',
    queryFn: ({ pageParam, signal }) =>
      api.call(listComments, {
        params: { id: ticket.id },
        query: { cursor: pageParam, limit: 100 },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const whole = useMemo(() => {
    const pages = older.data?.pages ?? [];
    if (pages.length === 0) return ticket;
    const there = new Set(ticket.comments.map(({ id }) => id));
    const comments = pages.flatMap(({ items }) => items).filter(({ id }) => !there.has(id));
    const people = new Map(
      [...pages.flatMap((page) => page.people), ...ticket.people].map((one) => [one.id, one]),
    );
    return { ...ticket, comments: [...comments, ...ticket.comments], people: [...people.values()] };
  }, [ticket, older.data]);
  return {
    ticket: whole,
    hasMore: first !== null && (!wanted || older.hasNextPage),
    fetching: older.isFetching,
    more: () => {
      if (wanted) void older.fetchNextPage();
      else setWanted(true);
    },
  };
}
