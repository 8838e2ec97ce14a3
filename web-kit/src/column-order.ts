type Ranked = { readonly id: string; readonly rank: string };

/** Order in a column, and of columns: rank, then id, both by byte order (plain `<`, never a locale's). */
export function byRank(left: Ranked, right: Ranked): number {
  if (left.rank !== right.rank) return left.rank < right.rank ? -1 : 1;
  if (left.id === right.id) return 0;
  return left.id < right.id ? -1 : 1;
}

/** The list with the item in its place; what had its id before is gone. The list must be in order. */
export function placeByRank<T extends Ranked>(list: readonly T[], item: T): T[] {
  const others = list.filter((other) => other.id !== item.id);
  const index = others.findIndex((other) => byRank(item, other) < 0);
  return index < 0 ? [...others, item] : [...others.slice(0, index), item, ...others.slice(index)];
}

/**
 * The list with the item where its neighbours say: behind `after` when that is there, else in front of
 * `before`, else at the end. This shows a move before the server has given it a rank.
 */
export function placeByNeighbours<T extends { readonly id: string }>(
  list: readonly T[],
  item: T,
  after: string | null | undefined,
  before: string | null | undefined,
): T[] {
  const others = list.filter((other) => other.id !== item.id);
  const behind = after ? others.findIndex((other) => other.id === after) : -1;
  const front = before ? others.findIndex((other) => other.id === before) : -1;
  const index = behind >= 0 ? behind + 1 : front >= 0 ? front : others.length;
  return [...others.slice(0, index), item, ...others.slice(index)];
}
