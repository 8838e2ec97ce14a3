import { rankBetween } from './rank.ts';

type Ranked = { readonly id: string; readonly rank: string };

/**
 * Where a subtask lands that is moved below `after` or above `before`, in order of what counts: a neighbour that is
 * missing, or the subtask itself, does not; of two that do not stand together the one above decides; without any it
 * goes to the end. Always finds a place: subtasks of equal rank leave no gap, so those that are to stand below are put
 * further down first.
 * @param subtasks in order
 * @returns new ranks, in the order in which they are given; the moved subtask's last
 */
export function placeSubtask(
  subtasks: readonly Ranked[],
  movedId: string,
  after: string | null | undefined,
  before: string | null | undefined,
): readonly Ranked[] {
  const others = subtasks.filter(({ id }) => id !== movedId);
  const above = others.findIndex(({ id }) => id === after);
  const below = others.findIndex(({ id }) => id === before);
  const place = above >= 0 ? above + 1 : below >= 0 ? below : others.length;
  const upper = others[place - 1]?.rank ?? null;
  const rest = others.slice(place);
  const tied = upper === null ? [] : rest.filter(({ rank }) => rank === upper);
  // The lowest of those that tie first, so that each finds its gap above the one before.
  let lower = rest[tied.length]?.rank ?? null;
  const placed: Ranked[] = [];
  for (const { id } of tied.toReversed()) {
    lower = rankBetween(upper, lower, id);
    placed.push({ id, rank: lower });
  }
  const now = subtasks.findIndex(({ id }) => id === movedId);
  // Where it stands already it stays, so that asking for what is already so is no event.
  const stays = placed.length === 0 && now === place;
  return stays ? [] : [...placed, { id: movedId, rank: rankBetween(upper, lower, movedId) }];
}
