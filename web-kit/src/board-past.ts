import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getBoard, getProjectChanges } from '@ticketing/contracts/endpoints/projects.ts';
import type { BoardView, TicketChangeView } from '@ticketing/contracts/views.ts';
import type { ApiClient } from './api-client.ts';
import { useKit } from './kit.tsx';

/** The project's board as it was at an instant. While another instant is on its way the last one stays. */
export function useBoardAt(projectId: string | undefined, at: number | null) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['board-at', projectId, at],
    enabled: projectId !== undefined && at !== null,
    placeholderData: keepPreviousData,
    // What was stays so, but for tickets that the person may no longer see.
    staleTime: 60_000,
    gcTime: 120_000,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) =>
      api.call(getBoard, {
        params: { id: projectId ?? '' },
        query: { at: new Date(at ?? 0).toISOString() },
        signal,
      }),
  });
}

/** Parts of a time in which the last change of each ticket is told: more parts tell of more changes. */
const PARTS = 6;
/** Pages of a part that are read; what happened beyond them is not stepped to. */
const PAGES = 6;
const PAGE = 200;

/**
 * When tickets of the project changed between two instants, as far as changes are told: each ticket's opening and, in
 * each part of the time, its last change. In milliseconds, ascending, none twice.
 */
export function useProjectMoments(projectId: string, from: number, to: number, enabled: boolean) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['project-moments', projectId, from, to],
    enabled,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }) => {
      const found = new Set<number>();
      const part = (to - from) / PARTS;
      for (let index = 0; index < PARTS; index += 1) {
        const [start, end] = [from + index * part, from + (index + 1) * part];
        for await (const change of changes(api, projectId, start, end, signal)) {
          for (const at of [Date.parse(change.after.openedAt), Date.parse(change.after.changedAt)]) {
            if (at >= from && at <= to) found.add(at);
          }
        }
      }
      return [...found].sort((left, right) => left - right);
    },
  });
}

async function* changes(
  api: ApiClient,
  projectId: string,
  from: number,
  to: number,
  signal: AbortSignal,
): AsyncGenerator<TicketChangeView> {
  let cursor: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    const answer: { items: TicketChangeView[]; nextCursor: string | null } = await api.call(
      getProjectChanges,
      {
        params: { id: projectId },
        query: {
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
          limit: PAGE,
          ...(cursor === null ? {} : { cursor }),
        },
        signal,
      },
    );
    yield* answer.items;
    cursor = answer.nextCursor;
    if (cursor === null) return;
  }
}

/** When the board's oldest ticket was opened; now when it has none. Milliseconds. */
export function beginningOf(board: BoardView): number {
  const openings = board.columns.flatMap((column) => column.tickets.map((card) => Date.parse(card.openedAt)));
  return openings.reduce((first, opened) => Math.min(first, opened), Date.now());
}
