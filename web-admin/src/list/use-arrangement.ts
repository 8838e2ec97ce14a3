import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import { type Arrangement, parseArrangement, usualArrangement, writeArrangement } from './columns.ts';

/** Where the usual columns would leave a title a few letters. */
const NARROW = window.matchMedia('(max-width: 1199px)');

function followWidth(listener: () => void): () => void {
  NARROW.addEventListener('change', listener);
  return () => NARROW.removeEventListener('change', listener);
}

/** How the person arranged the columns on this device, and what arranges them; null forgets it. */
export function useArrangement(userId: string): [Arrangement, (arrangement: Arrangement | null) => void] {
  const key = `ticketing.list-columns.${userId}`;
  const [stored, setStored] = useState(() => readStored(key));
  const isNarrow = useSyncExternalStore(followWidth, () => NARROW.matches);
  const arrangement = useMemo(
    () => (stored === null ? usualArrangement(isNarrow) : parseArrangement(stored)),
    [stored, isNarrow],
  );
  const arrange = useCallback(
    (next: Arrangement | null) => {
      const text = next && writeArrangement(next);
      writeStored(key, text);
      setStored(text);
    },
    [key],
  );
  return [arrangement, arrange];
}
