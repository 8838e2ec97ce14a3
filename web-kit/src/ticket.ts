import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getTicket, getTicketHistory } from '@ticketing/contracts/endpoints/tickets.ts';
import { ticketChannel } from '@ticketing/contracts/live.ts';
import type { ActivityView, TicketView } from '@ticketing/contracts/views.ts';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { isGone } from './api-error.ts';
import { useKit } from './kit.tsx';
import type { ChannelEvent } from './live-channels.ts';
import { liveRead, useReadWhole } from './live-read.ts';
import { isBefore } from './log-position.ts';
import { patchTicket, type TicketCache, ticketCache, ticketWithPending } from './ticket-cache.ts';

export const ticketKey = (ticketId: string) => ['ticket', ticketId] as const;
export const historyKey = (ticketId: string) => ['history', ticketId] as const;

export type TicketResult = {
  readonly ticket: TicketView | undefined;
  /** It was seen, and may not be seen any more. */
  readonly gone: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
};

/** A ticket with text, people and comments: live, with this tab's own changes already in it. */
export function useTicket(ticketId: string | undefined): TicketResult {
  const { api, live, queries, pending, marks } = useKit();
  const query = useQuery({
    queryKey: ticketKey(ticketId ?? ''),
    enabled: ticketId !== undefined,
    // Frames keep it right while it is on the screen; once closed it may have missed some.
    staleTime: 0,
    refetchOnWindowFocus: false,
    structuralSharing: false,
    queryFn: async ({ signal }) => {
      const id = ticketId ?? '';
      const channel = ticketChannel(id);
      const { data, position } = await liveRead(live, [channel], () =>
        api.read(getTicket, { params: { id }, signal }),
      );
      return ticketCache(data, position, live.recent(channel));
    },
  });

  useEffect(() => {
    if (ticketId === undefined) return;
    return live.subscribe(ticketChannel(ticketId), (event) => {
      const before = queries.getQueryData<TicketCache>(ticketKey(ticketId));
      followTicket(queries, ticketId, event);
      if (event.type !== 'change' || before === undefined || pending.isOwn(event.frame.commandId)) return;
      const after = queries.getQueryData<TicketCache>(ticketKey(ticketId));
      for (const part of after === undefined ? [] : changedParts(before.ticket, after.ticket)) {
        marks.mark(partMark(ticketId, part), event.frame.actorId);
      }
    });
  }, [ticketId, live, queries, pending, marks]);

  useReadWhole(ticketKey(ticketId ?? ''), query);

  const commands = useSyncExternalStore(
    (listener) => pending.subscribe(listener),
    () => pending.list,
  );
  const lost = isGone(query.error);
  const cache = lost ? undefined : query.data;
  const ticket = useMemo(
    () => (cache === undefined ? undefined : ticketWithPending(cache, commands)),
    [cache, commands],
  );
  return {
    ticket,
    gone: cache?.gone ?? (lost && query.data !== undefined),
    error: query.error,
    retry: () => void query.refetch(),
  };
}

/** What `LiveMarks` calls a part of a ticket: a field by its name, a comment or file by its id. */
export const partMark = (ticketId: string, part: string): string => `${ticketId}/${part}`;

/** The parts of a ticket that somebody changed. */
export function changedParts(before: TicketView, after: TicketView): string[] {
  const fields = (Object.keys(after) as Array<keyof TicketView>).filter(
    (field) =>
      !silent.has(field) &&
      before[field] !== after[field] &&
      JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  const known = new Map(before.comments.map((comment) => [comment.id, comment.body]));
  const comments = after.comments.filter((comment) => known.get(comment.id) !== comment.body);
  return [...fields, ...comments.map(({ id }) => id)];
}

/** What changes with everything else. */
const silent: ReadonlySet<keyof TicketView> = new Set(['changedAt', 'revision', 'people', 'allowed']);

function followTicket(queries: QueryClient, ticketId: string, event: ChannelEvent): void {
  const queryKey = ticketKey(ticketId);
  const cache = queries.getQueryData<TicketCache>(queryKey);
  switch (event.type) {
    case 'subscribed':
      if (cache !== undefined && isBefore(cache.position, event.position)) {
        void queries.invalidateQueries({ queryKey });
        void queries.invalidateQueries({ queryKey: historyKey(ticketId) });
      }
      return;
    case 'refused':
      void queries.invalidateQueries({ queryKey });
      return;
    case 'change': {
      const { change } = event.frame;
      if (change.entity === 'activity') addActivities(queries, ticketId, [change.row]);
      if (cache === undefined) return;
      const next = patchTicket(cache, event.frame);
      if (next === cache) return;
      queries.setQueryData(queryKey, next);
      if (next.incomplete && !cache.incomplete) void queries.invalidateQueries({ queryKey });
      return;
    }
    default:
      event satisfies never;
  }
}

type HistoryPage = { items: ActivityView[]; nextCursor: string | null };
type History = InfiniteData<HistoryPage, string | undefined>;

function addActivities(queries: QueryClient, ticketId: string, rows: readonly ActivityView[]): void {
  const history = queries.getQueryData<History>(historyKey(ticketId));
  if (history === undefined) return;
  const next = rows.reduce(withActivity, history);
  if (next !== history) queries.setQueryData<History>(historyKey(ticketId), next);
}

/** The history with one more entry, newest first; an entry that is there already is not added twice. */
export function withActivity(history: History, row: ActivityView): History {
  const [first, ...rest] = history.pages;
  if (first === undefined || history.pages.some((page) => page.items.some((item) => item.id === row.id))) {
    return history;
  }
  const index = first.items.findIndex((item) => isBefore(item.revision, row.revision));
  const at = index < 0 ? first.items.length : index;
  const items = [...first.items.slice(0, at), row, ...first.items.slice(at)];
  return { ...history, pages: [{ ...first, items }, ...rest] };
}

/** What happened to a ticket, newest first, page by page; live while `useTicket` has the same ticket open. */
export function useHistory(ticketId: string | undefined) {
  const { api, live, queries } = useKit();
  const query = useInfiniteQuery({
    queryKey: historyKey(ticketId ?? ''),
    enabled: ticketId !== undefined,
    staleTime: 0,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const id = ticketId ?? '';
      const query = pageParam === undefined ? {} : { cursor: pageParam };
      const { data } = await liveRead(live, [ticketChannel(id)], () =>
        api.read(getTicketHistory, { params: { id }, query, signal }),
      );
      return data;
    },
    getNextPageParam: (page: HistoryPage) => page.nextCursor ?? undefined,
  });

  // What came while pages were on their way is not in them.
  const { isFetching } = query;
  useEffect(() => {
    if (ticketId === undefined || isFetching) return;
    const rows = live
      .recent(ticketChannel(ticketId))
      .flatMap(({ change }) => (change.entity === 'activity' ? [change.row] : []));
    addActivities(queries, ticketId, rows);
  }, [ticketId, isFetching, live, queries]);
  return query;
}
