import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getCalendar, getDeadlines } from '@ticketing/contracts/endpoints/finding.ts';
import { type DeadlineGroup, deadlineGroups } from '@ticketing/contracts/finding.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import { useCallback, useMemo } from 'react';
import { useKit } from './kit.tsx';
import type { TicketFilter } from './lists.ts';
import { liveRead, readAfresh } from './live-read.ts';
import { cardChannels, cardWithPending, useCardChanges, usePendingCommands } from './ticket-rows.ts';

/** First part of the key of everything that is sorted into days. */
export const DAYS = 'days';

function useDaysFollowed(projectIds: readonly string[]): void {
  const { queries } = useKit();
  const onChanged = useCallback(() => void readAfresh(queries, [DAYS]), [queries]);
  useCardChanges(projectIds, undefined, onChanged);
}

/**
 * Tickets that are due on the days of a window, both ends in it: live, with this tab's own changes in it.
 * @param from calendar date; at most 100 days before `to`
 */
export function useDueBetween(filter: TicketFilter, from: string, to: string, projectIds: readonly string[]) {
  const { api, live } = useKit();
  const query = useQuery({
    queryKey: [DAYS, 'calendar', filter, from, to],
    staleTime: 0,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    queryFn: ({ signal }) =>
      liveRead(live, cardChannels(projectIds), () =>
        api.read(getCalendar, {
          query: {
            ...filter,
            from,
            to,
            dueFrom: later(filter.dueFrom, from),
            dueTo: earlier(filter.dueTo, to),
          },
          signal,
        }),
      ),
  });
  useDaysFollowed(projectIds);
  const pending = usePendingCommands();
  const tickets = useMemo(
    () => query.data?.data.items.map((card) => cardWithPending(card, query.data.position, pending)),
    [query.data, pending],
  );
  return {
    tickets,
    /** There are more in the window than are shown. */
    more: query.data?.data.more ?? false,
    error: query.error,
    retry: () => void query.refetch(),
  };
}

const later = (one: string | undefined, other: string): string =>
  one !== undefined && one > other ? one : other;
const earlier = (one: string | undefined, other: string): string =>
  one !== undefined && one < other ? one : other;

/** Unfinished tickets by their due dates as seen on a day: live, with this tab's own changes in it. */
export function useDeadlines(filter: TicketFilter, today: string, projectIds: readonly string[]) {
  const { api, live } = useKit();
  const query = useQuery({
    queryKey: [DAYS, 'deadlines', filter, today],
    staleTime: 0,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    queryFn: ({ signal }) =>
      liveRead(live, cardChannels(projectIds), () =>
        api.read(getDeadlines, { query: { ...filter, today }, signal }),
      ),
  });
  useDaysFollowed(projectIds);
  const pending = usePendingCommands();
  const groups = useMemo(() => {
    const read = query.data;
    if (read === undefined) return undefined;
    return deadlineGroups.map((name: DeadlineGroup) => ({
      name,
      count: read.data[name].count,
      tickets: read.data[name].items.map((card): CardView => cardWithPending(card, read.position, pending)),
    }));
  }, [query.data, pending]);
  return { groups, error: query.error, retry: () => void query.refetch() };
}
