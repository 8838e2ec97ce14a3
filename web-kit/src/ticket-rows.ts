import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { listTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import type { BoundedCount } from '@ticketing/contracts/finding.ts';
import { projectChannel } from '@ticketing/contracts/live.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { withIntent } from './card-intent.ts';
import { useKit } from './kit.tsx';
import type { TicketFilter } from './lists.ts';
import type { ChangeFrame } from './live-channels.ts';
import { liveRead, readAfresh } from './live-read.ts';
import { isBefore } from './log-position.ts';
import type { PendingCommand } from './pending-commands.ts';
import { isSettled } from './settled.ts';

/** First part of the key of every list of rows. */
export const ROWS = 'ticket-rows';
/** Rows that are read at once; a list of up to so many pages is read again whole when something in it changes. */
const PAGE = 100;
const READ_AGAIN = 5;
/** Milliseconds that changes are gathered before the list is read again. */
const GATHER = 800;
/** Projects whose changes a list over all of them follows; a socket has 100 channels. */
const FOLLOWED = 40;

export type RowsPage = {
  readonly items: readonly CardView[];
  readonly nextCursor: string | null;
  readonly count?: BoundedCount | undefined;
  readonly times?: BoundedCount | undefined;
  /** Log position that the page is true for. */
  readonly position: string;
};
export type Rows = InfiniteData<RowsPage, string | undefined>;

export type TicketRows = {
  /** Undefined until the first page has come. */
  readonly tickets: readonly CardView[] | undefined;
  /** How many there are in all, as of the first page. */
  readonly count: BoundedCount | undefined;
  /** How often what reports count, and is asked for, happened to them. */
  readonly times: BoundedCount | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly loadingMore: boolean;
  /** Another filter's rows are still shown while this one's are on their way. */
  readonly stale: boolean;
};

/**
 * Tickets of a filter, page by page and counted: live for the projects named, with this tab's own changes in it.
 * @param follow projects whose changes concern the list
 */
export function useTicketRows(filter: TicketFilter, follow: readonly string[], enabled = true): TicketRows {
  const { api, live, queries } = useKit();
  const query = useInfiniteQuery({
    queryKey: [ROWS, filter],
    enabled,
    // Frames keep it right while it is on the screen; once closed it may have missed some.
    staleTime: 0,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }): Promise<RowsPage> => {
      const page = pageParam === undefined ? { count: 'true' as const } : { cursor: pageParam };
      const { data, position } = await liveRead(live, cardChannels(follow), () =>
        api.read(listTickets, { query: { ...filter, limit: PAGE, ...page }, signal }),
      );
      return { ...data, position };
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

  const onFrame = useCallback((frame: ChangeFrame) => patchAll(queries, frame), [queries]);
  const onChanged = useCallback(() => readAgain(queries), [queries]);
  useCardChanges(follow, onFrame, onChanged);
  const commands = usePendingCommands();
  const tickets = useMemo(
    () => (query.data === undefined ? undefined : rowsWithPending(query.data.pages, commands)),
    [query.data, commands],
  );
  return {
    tickets,
    count: query.data?.pages[0]?.count,
    times: query.data?.pages[0]?.times,
    error: query.error,
    retry: () => void query.refetch(),
    hasMore: query.hasNextPage,
    more: () => void query.fetchNextPage({ cancelRefetch: false }),
    loadingMore: query.isFetchingNextPage,
    stale: query.isPlaceholderData,
  };
}

/** What this tab has sent and not yet seen everywhere. */
export function usePendingCommands(): readonly PendingCommand[] {
  const { pending } = useKit();
  return useSyncExternalStore(
    (listener) => pending.subscribe(listener),
    () => pending.list,
  );
}

/** The channels that lists over these projects follow. */
export const cardChannels = (projectIds: readonly string[]): string[] =>
  projectIds.slice(0, FOLLOWED).map(projectChannel);

/**
 * Follows the cards of these projects for a list of them, which is read by `liveRead` and anew whenever it comes on the screen.
 * @param onFrame each change as it comes
 * @param onChanged a moment after the last of several changes, and when some may have been missed
 */
export function useCardChanges(
  projectIds: readonly string[],
  onFrame: ((frame: ChangeFrame) => void) | undefined,
  onChanged: () => void,
): void {
  const { live, pending } = useKit();
  const channels = cardChannels(projectIds).join(' ');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(onChanged, GATHER);
    };
    const leave = channels
      .split(' ')
      .filter((channel) => channel !== '')
      .map((channel) => {
        let followed = false;
        return live.subscribe(channel, (event) => {
          if (event.type === 'change') {
            if (event.frame.change.entity !== 'card') return;
            onFrame?.(event.frame);
            again();
          } else {
            // A read that sets out before the first answer looks to that itself.
            if (followed || event.type === 'refused') again();
            followed = true;
          }
        });
      });
    // Without frames one's own changes are seen by reading again.
    const unwatch = pending.subscribe(() => {
      if (live.status !== 'online' && pending.list.some(({ answer }) => answer !== undefined)) again();
    });
    return () => {
      clearTimeout(timer);
      unwatch();
      for (const each of leave) each();
    };
  }, [live, pending, channels, onFrame, onChanged]);
}

/** Reads lists again that are short enough; a long one has its rows changed in place and keeps its order. */
function readAgain(queries: QueryClient): void {
  void readAfresh(queries, [ROWS], ({ state }) => {
    const data: unknown = state.data;
    const pages = typeof data === 'object' && data !== null && 'pages' in data ? data.pages : [];
    return !Array.isArray(pages) || pages.length <= READ_AGAIN;
  });
}

function patchAll(queries: QueryClient, frame: ChangeFrame): void {
  queries.setQueriesData<Rows>({ queryKey: [ROWS] }, (rows) => rows && patchRows(rows, frame));
}

/** The rows after a frame: a row that is there is replaced by a newer one, one that is gone leaves. */
export function patchRows(rows: Rows, frame: ChangeFrame): Rows {
  const { change } = frame;
  if (change.entity !== 'card') return rows;
  const { id, row } = change;
  let changed = false;
  const pages = rows.pages.map((page) => {
    const known = page.items.find((item) => item.id === id);
    if (known === undefined || (row !== null && isBefore(row.revision, known.revision))) return page;
    changed = true;
    const items =
      row === null
        ? page.items.filter((item) => item.id !== id)
        : page.items.map((item) => (item.id === id ? withArchivingOf(item, row) : item));
    return { ...page, items };
  });
  return changed ? { ...rows, pages } : rows;
}

/** A frame does not say who archived a ticket: what was read stays as long as it is archived. */
const withArchivingOf = ({ archived, archiving }: CardView, row: CardView): CardView =>
  archived && row.archived && archiving !== undefined ? { ...row, archiving } : row;

const none: ReadonlySet<string> = new Set();

/** The rows as they will be when the pending commands are through, each ticket once. */
export function rowsWithPending(
  pages: readonly RowsPage[],
  pending: readonly PendingCommand[],
): readonly CardView[] {
  const seen = new Set<string>();
  return pages.flatMap(({ items, position }) =>
    items.flatMap((card) => {
      // A row that moved along while pages were read may be on two of them.
      if (seen.has(card.id)) return [];
      seen.add(card.id);
      return cardWithPending(card, position, pending);
    }),
  );
}

/** A card of a read as it will be when the pending commands are through. @param position of the read */
export function cardWithPending(
  card: CardView,
  position: string,
  pending: readonly PendingCommand[],
): CardView {
  return pending.reduce((row, entry) => {
    const { intent } = entry;
    if (intent.kind === 'open' || intent.ticketId !== card.id) return row;
    return isSettled(entry, { position, commands: none }, card.revision) ? row : withIntent(row, intent);
  }, card);
}
