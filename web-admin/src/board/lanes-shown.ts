import { type Lane, NONE } from './board-lanes.ts';

/** Lanes without a card that are all shown; of more only those that somebody asked for. */
const FEW_EMPTY = 8;
/** More lanes than this are gone to by name. */
export const MANY_LANES = 12;

/**
 * Lanes that take room on the board: all with a card, that of nothing, and of many without a card only those asked for.
 * @param asked lanes that are to be shown though they are empty
 */
export function lanesShown(lanes: readonly Lane[], asked: ReadonlySet<string>): readonly Lane[] {
  const empty = lanes.filter(({ id, count }) => count === 0 && id !== NONE);
  return empty.length <= FEW_EMPTY
    ? lanes
    : lanes.filter(({ id, count }) => count > 0 || id === NONE || asked.has(id));
}
