import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';
import { useCallback, useState } from 'react';

/** Ids that are kept on this device, as which columns somebody has collapsed. */
export function useStoredSet(key: string): readonly [ids: ReadonlySet<string>, toggle: (id: string) => void] {
  const [ids, setIds] = useState<ReadonlySet<string>>(
    () => new Set((readStored(key) ?? '').split(' ').filter(Boolean)),
  );
  const toggle = useCallback(
    (id: string) =>
      setIds((old) => {
        const next = new Set(old);
        if (!next.delete(id)) next.add(id);
        writeStored(key, next.size === 0 ? null : [...next].join(' '));
        return next;
      }),
    [key],
  );
  return [ids, toggle];
}
