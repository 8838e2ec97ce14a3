import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { placeByNeighbours } from '@ticketing/web-kit/column-order.ts';

export type Place = {
  readonly columnId: string;
  readonly after: string | null;
  readonly before: string | null;
};
type Columns = BoardView['columns'];

/** A card that the server has not numbered yet can neither be moved nor be a neighbour. */
export const isNumbered = (card: { readonly key: string }): boolean => card.key !== '';

export const columnOf = (columns: Columns, id: string): Columns[number] | undefined =>
  columns.find((column) => column.id === id || column.tickets.some((ticket) => ticket.id === id));

/**
 * The place that a card gets when it is dropped on `overId`, a card or a column: on a card below it in its own column it
 * goes behind that card, on one above it in front of it, as the gap that opened shows; on a column to its end.
 *
 * @param columns as shown, the dragged card being in the column that it was dragged to
 */
export function dropPlace(columns: Columns, activeId: string, overId: string): Place | undefined {
  const column = columnOf(columns, overId);
  if (column === undefined) return undefined;
  const ids = column.tickets
    .filter((card) => isNumbered(card) || card.id === activeId)
    .map((card) => card.id);
  const others = ids.filter((id) => id !== activeId);
  const over = ids.indexOf(overId);
  const index = overId === column.id || over < 0 ? others.length : over;
  return { columnId: column.id, after: others[index - 1] ?? null, before: others[index] ?? null };
}

/** Whether dropping there changes anything. */
export function isSamePlace(columns: Columns, activeId: string, place: Place): boolean {
  const column = columns.find((each) => each.id === place.columnId);
  const ids = column?.tickets.filter(isNumbered).map((card) => card.id) ?? [];
  const index = ids.indexOf(activeId);
  if (index < 0) return false;
  return (ids[index - 1] ?? null) === place.after && (ids[index + 1] ?? null) === place.before;
}

/** The columns with the card shown where it is being dragged. */
export function withDragged(columns: Columns, card: CardView | undefined, place: Place | undefined): Columns {
  if (card === undefined || place === undefined) return columns;
  return columns.map((column) => {
    if (column.id === place.columnId) {
      const moved = { ...card, columnId: column.id };
      return { ...column, tickets: placeByNeighbours(column.tickets, moved, place.after, place.before) };
    }
    return column.tickets.some((ticket) => ticket.id === card.id)
      ? { ...column, tickets: column.tickets.filter((ticket) => ticket.id !== card.id) }
      : column;
  });
}
