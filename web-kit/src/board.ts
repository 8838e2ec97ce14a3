import { useQuery } from '@tanstack/react-query';
import { getBoard } from '@ticketing/contracts/endpoints/projects.ts';
import { projectChannel } from '@ticketing/contracts/live.ts';
import type { BoardView } from '@ticketing/contracts/views.ts';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { isGone } from './api-error.ts';
import { type BoardCache, boardCache, boardWithPending, cardOn, patchBoard } from './board-cache.ts';
import type { Place } from './board-places.ts';
import { followCached } from './follow-cached.ts';
import { useKit } from './kit.tsx';
import { liveRead, useReadWhole } from './live-read.ts';

export type { Place } from './board-places.ts';

export const boardKey = (projectId: string) => ['board', projectId] as const;

export type BoardResult = {
  readonly board: BoardView | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
};

/** A project's board: live, with this tab's own changes already in it. */
export function useBoard(projectId: string | undefined): BoardResult {
  const { api, live, queries, pending, marks } = useKit();
  const query = useQuery({
    queryKey: boardKey(projectId ?? ''),
    enabled: projectId !== undefined,
    // Frames keep it right; it is read again when a frame could have been missed.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    structuralSharing: false,
    queryFn: async ({ signal }) => {
      const id = projectId ?? '';
      const channel = projectChannel(id);
      const { data, position } = await liveRead(live, [channel], () =>
        api.read(getBoard, { params: { id }, signal }),
      );
      return boardCache(data, position, live.recent(channel));
    },
  });

  useEffect(() => {
    if (projectId === undefined) return;
    return live.subscribe(projectChannel(projectId), (event) => {
      followCached<BoardCache>(queries, boardKey(projectId), event, {
        positionOf: (cache) => cache.position,
        patch: patchBoard,
      });
      if (event.type !== 'change' || event.frame.change.entity !== 'card') return;
      if (!pending.isOwn(event.frame.commandId)) marks.mark(event.frame.change.id, event.frame.actorId);
    });
  }, [projectId, live, queries, pending, marks]);

  useReadWhole(boardKey(projectId ?? ''), query);

  const commands = useSyncExternalStore(
    (listener) => pending.subscribe(listener),
    () => pending.list,
  );
  // A read that was refused after a role was taken away: what was read before must not stay.
  const cache = isGone(query.error) ? undefined : query.data;
  const board = useMemo(
    () => (cache === undefined ? undefined : boardWithPending(cache, commands)),
    [cache, commands],
  );
  return { board, error: query.error, retry: () => void query.refetch() };
}

/** Who else has just changed the ticket; undefined when nobody has. */
export function useMark(ticketId: string): string | undefined {
  const { marks } = useKit();
  return useSyncExternalStore(marks.subscribe, () => marks.of(ticketId));
}

/** Where a card stands, so that a move can be taken back: its column and its neighbours there. */
export function placeOf(board: BoardView, ticketId: string): Place | undefined {
  const card = cardOn(board, ticketId);
  const column = board.columns.find((each) => each.id === card?.columnId);
  if (card === undefined || column === undefined) return undefined;
  const index = column.tickets.findIndex((ticket) => ticket.id === ticketId);
  return {
    columnId: column.id,
    after: column.tickets[index - 1]?.id ?? null,
    before: column.tickets[index + 1]?.id ?? null,
  };
}
