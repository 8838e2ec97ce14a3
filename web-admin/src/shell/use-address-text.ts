import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useCallback } from 'react';

/**
 * A text that stands in the address under this name, so that a link brings it back. Typing replaces the entry of the
 * history instead of making a new one for each letter.
 */
export function useAddressText(name: string): [text: string, write: (text: string) => void] {
  const [params, setParams] = useAddress();
  const write = useCallback(
    (text: string) =>
      setParams(
        (now) => {
          const next = new URLSearchParams(now);
          if (text === '') next.delete(name);
          else next.set(name, text);
          return next;
        },
        { replace: true },
      ),
    [name, setParams],
  );
  return [params.get(name) ?? '', write];
}
