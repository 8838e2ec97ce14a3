import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useCallback, useMemo } from 'react';
import { type ListFilter, readFilter, writeFilter } from '../filter/ticket-filter.ts';
import { type Grouping, isGrouping } from './grouping.ts';

const sortNames = ['changed', 'opened', 'number', 'priority', 'due', 'title'] as const;
export type ListSort = (typeof sortNames)[number];

export type ListOrder = { readonly sort: ListSort; readonly direction: 'asc' | 'desc' };

/** The direction in which a list is sorted at first: newest and most important on top. */
export const usualDirection = (sort: ListSort): 'asc' | 'desc' =>
  sort === 'changed' || sort === 'opened' || sort === 'priority' ? 'desc' : 'asc';

/** What a list shows, as it stands in the address. */
export type ListAddress = {
  readonly filter: ListFilter;
  readonly setFilter: (filter: ListFilter) => void;
  readonly order: ListOrder;
  /** Sorts by this; a second time the other way round. */
  readonly sortBy: (sort: ListSort) => void;
  readonly grouping: Grouping | null;
  readonly groupBy: (grouping: Grouping | null) => void;
};

export function useListAddress(): ListAddress {
  const [address, setAddress] = useAddress();
  const filter = useMemo(() => readFilter(address), [address]);
  const sort = sortNames.find((name) => name === address.get('sort')) ?? 'changed';
  const given = address.get('direction');
  const direction = given === 'asc' || given === 'desc' ? given : usualDirection(sort);
  const order = useMemo(() => ({ sort, direction }) as const, [sort, direction]);
  const group = address.get('group');
  const put = useCallback(
    (name: string, value: string | null) =>
      setAddress(
        (now) => {
          const next = new URLSearchParams(now);
          if (value === null) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setAddress],
  );
  return {
    filter,
    setFilter: useCallback(
      (next: ListFilter) => setAddress((now) => writeFilter(now, next), { replace: true }),
      [setAddress],
    ),
    order,
    sortBy: (wanted) => {
      const turned = direction === 'asc' ? 'desc' : 'asc';
      setAddress(
        (now) => {
          const next = new URLSearchParams(now);
          next.set('sort', wanted);
          next.set('direction', wanted === sort ? turned : usualDirection(wanted));
          return next;
        },
        { replace: true },
      );
    },
    grouping: isGrouping(group) ? group : null,
    groupBy: (wanted) => put('group', wanted),
  };
}
