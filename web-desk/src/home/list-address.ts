import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useCallback } from 'react';

export const views = ['all', 'waiting', 'open', 'resolved', 'closed'] as const;
export type View = (typeof views)[number];

const SCOPE = 'ticketing.desk.scope';

export type ListAddress = {
  readonly view: View;
  /** Only what one reported oneself. */
  readonly mine: boolean;
  /** What is searched for; empty when nothing is. */
  readonly words: string;
  readonly show: (view: View) => void;
  readonly only: (mine: boolean) => void;
  readonly search: (words: string) => void;
};

/** What of the tickets is shown. It stands in the address, so that coming back from a ticket finds the same list. */
export function useListAddress(): ListAddress {
  const [address, setAddress] = useAddress();
  const asked = address.get('show');
  const set = useCallback(
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
    view: views.find((view) => view === asked) ?? 'all',
    mine: (address.get('whose') ?? readStored(SCOPE)) === 'mine',
    words: (address.get('q') ?? '').trim(),
    show: (view) => set('show', view === 'all' ? null : view),
    only: (mine) => {
      writeStored(SCOPE, mine ? 'mine' : null);
      set('whose', mine ? 'mine' : 'company');
    },
    search: useCallback((words) => set('q', words === '' ? null : words), [set]),
  };
}
