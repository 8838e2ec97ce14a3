import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useCallback, useMemo } from 'react';
import { type BoardFilter, readFilter, writeFilter } from './board-filter.ts';
import { type Grouping, readGrouping } from './board-lanes.ts';

/** What of the board is shown and how, in the address: it can be sent to somebody, and stays on reloading. */
export function useBoardAddress(): {
  readonly filter: BoardFilter;
  readonly grouping: Grouping | null;
  readonly setFilter: (filter: BoardFilter) => void;
  readonly setGrouping: (grouping: Grouping | null) => void;
} {
  const [params, setParams] = useAddress();
  const text = params.toString();
  const filter = useMemo(() => readFilter(new URLSearchParams(text)), [text]);
  const setFilter = useCallback(
    (next: BoardFilter) => setParams((old) => writeFilter(old, next), { replace: true }),
    [setParams],
  );
  const setGrouping = useCallback(
    (next: Grouping | null) =>
      setParams(
        (old) => {
          const params = new URLSearchParams(old);
          if (next === null) params.delete('group');
          else params.set('group', next);
          return params;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { filter, grouping: readGrouping(params.get('group')), setFilter, setGrouping };
}
