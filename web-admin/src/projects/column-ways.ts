import type { ColumnView } from '@ticketing/contracts/views.ts';

/**
 * Where a column leads after one way was opened or closed; `null` when every way is open, so that columns which are
 * added later can be reached as well.
 */
export function toggledWay(
  columns: readonly ColumnView[],
  from: Pick<ColumnView, 'id' | 'leadsTo'>,
  to: string,
): string[] | null {
  const others = columns.map(({ id }) => id).filter((id) => id !== from.id);
  const open = from.leadsTo === null ? others : others.filter((id) => from.leadsTo?.includes(id));
  const next = open.includes(to) ? open.filter((id) => id !== to) : [...open, to];
  return others.every((id) => next.includes(id)) ? null : next;
}
