import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { listComments, listCommentVersions } from '@ticketing/contracts/endpoints/ticket-comments.ts';
import { getTicket } from '@ticketing/contracts/endpoints/tickets.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import { useKit } from './kit.tsx';

/** The ticket as it was at an instant (milliseconds since 1970). While another is on its way the last one stays. */
export function useTicketAt(ticketId: string | undefined, at: number | null) {
  const { api } = useKit();
  return useQuery<TicketView>({
    queryKey: ['ticket-at', ticketId, at],
    enabled: ticketId !== undefined && at !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 120_000,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) =>
      api.call(getTicket, {
        params: { id: ticketId ?? '' },
        query: { at: new Date(at ?? 0).toISOString() },
        signal,
      }),
  });
}

/** Comments before those that the ticket itself carries, newest first, page by page; asked for when wanted. */
export function useOlderComments(ticketId: string, cursor: string | null, at: string | undefined) {
  const { api } = useKit();
  return useInfiniteQuery({
    queryKey: ['older-comments', ticketId, cursor, at ?? 'now'],
    enabled: false,
    initialPageParam: cursor ?? undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(listComments, {
        params: { id: ticketId },
        query: {
          limit: 200,
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
          ...(at === undefined ? {} : { at }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Every wording of a comment, newest first. */
export function useCommentVersions(ticketId: string, commentId: string, enabled: boolean) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['comment-versions', ticketId, commentId],
    enabled,
    staleTime: 0,
    queryFn: async ({ signal }) =>
      (
        await api.call(listCommentVersions, {
          params: { id: ticketId, commentId },
          query: { limit: 50 },
          signal,
        })
      ).items,
  });
}
