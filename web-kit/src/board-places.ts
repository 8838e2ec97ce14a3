import type { BoardView } from '@ticketing/contracts/views.ts';

/** A column, and the cards right above and below there; at its end without either. */
export type Place = {
  readonly columnId: string;
  readonly after: string | null;
  readonly before: string | null;
};

/**
 * Where several cards stand, so that they can be put back one after the other in the order of the answer: each behind the one
 * above it, which is back by then, or in front of the next one that never left.
 */
export function placesOf(board: BoardView, ticketIds: readonly string[]): ReadonlyMap<string, Place> {
  const leaving = new Set(ticketIds);
  const places = new Map<string, Place>();
  for (const { id: columnId, tickets } of board.columns) {
    for (const [index, { id }] of tickets.entries()) {
      if (!leaving.has(id)) continue;
      const below = tickets.slice(index + 1).find((ticket) => !leaving.has(ticket.id));
      places.set(id, { columnId, after: tickets[index - 1]?.id ?? null, before: below?.id ?? null });
    }
  }
  return places;
}
