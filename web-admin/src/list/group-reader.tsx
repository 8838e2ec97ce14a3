import { useTicketRows } from '@ticketing/web-kit/ticket-rows.ts';
import { useEffect } from 'react';
import { queryOf } from '../filter/ticket-filter.ts';
import type { GroupRows } from './group-items.ts';
import type { Group } from './grouping.ts';
import { todayHere } from './today.ts';
import type { ListOrder } from './use-list-address.ts';

/** Reads the rows of one group, with its own count and its own pages; what it shows stands among all others. */
export function GroupReader(props: {
  group: Group;
  order: ListOrder;
  follow: readonly string[];
  onRows: (groupId: string, rows: GroupRows, more: () => void) => void;
}) {
  const { group, order, onRows } = props;
  const archived = group.filter.archivedToo ? { archived: 'any' as const } : {};
  const query = { ...queryOf(group.filter, todayHere()), ...order, ...archived };
  const { tickets, count, hasMore, loadingMore, more } = useTicketRows(query, props.follow);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the way to read on is another one at every turn, and does the same
  useEffect(
    () => onRows(group.id, { tickets, count, hasMore, loadingMore }, more),
    [group.id, tickets, count, hasMore, loadingMore, onRows],
  );
  return null;
}
