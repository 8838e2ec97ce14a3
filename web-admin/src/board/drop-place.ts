import type { CardView } from '@ticketing/contracts/views.ts';
import type { Place } from '@ticketing/web-kit/board.ts';

/** A card that the server has not numbered yet can neither be moved nor be a neighbour. */
export const isNumbered = (card: { readonly key: string }): boolean => card.key !== '';

/**
 * The place in the whole column of a card that is put down among those of its cards that are shown: right behind the
 * shown card above it, else right in front of the one below it, else at the column's end. What a filter or another
 * lane hides keeps its order.
 *
 * @param all every card of the column, in order
 * @param shown the cards among which it is put, without itself
 * @param index how many of `shown` stand above it
 */
export function placeAmong(
  columnId: string,
  all: readonly CardView[],
  shown: readonly CardView[],
  index: number,
  cardId: string,
): Place {
  const others = all.filter((card) => isNumbered(card) && card.id !== cardId);
  const at = (card: CardView | undefined) =>
    card === undefined ? -1 : others.findIndex((other) => other.id === card.id);
  const above = at(shown.slice(0, index).findLast(isNumbered));
  const below = at(shown.slice(index).find(isNumbered));
  const slot = above >= 0 ? above + 1 : below >= 0 ? below : others.length;
  return { columnId, after: others[slot - 1]?.id ?? null, before: others[slot]?.id ?? null };
}

/** Whether the card stands in that place already. @param all every card of the place's column, in order */
export function isAt(all: readonly CardView[], cardId: string, place: Place): boolean {
  const ids = all.filter(isNumbered).map((card) => card.id);
  const index = ids.indexOf(cardId);
  return index >= 0 && (ids[index - 1] ?? null) === place.after && (ids[index + 1] ?? null) === place.before;
}
