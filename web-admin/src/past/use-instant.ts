import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useCallback, useMemo } from 'react';

/**
 * The instant that the page shows, in the address as `?at=2026-03-01T12:00:00.000Z`; null in the present. What is no
 * instant counts as the present.
 */
export function useInstant(): readonly [at: number | null, show: (at: number | null) => void] {
  const [params, setParams] = useAddress();
  const text = params.get('at');
  const at = useMemo(() => readInstant(text), [text]);
  const show = useCallback(
    (next: number | null) =>
      setParams(
        (old) => {
          const params = new URLSearchParams(old);
          if (next === null) params.delete('at');
          else params.set('at', new Date(next).toISOString());
          return params;
        },
        // Sliding is one look back, not a hundred pages to go back through.
        { replace: at !== null && next !== null },
      ),
    [setParams, at],
  );
  return [at, show];
}

/** Before it the server cannot be asked. */
const YEAR_ONE = Date.parse('0001-01-01T00:00:00Z');

function readInstant(text: string | null): number | null {
  if (text === null) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) || at < YEAR_ONE || at >= Date.now() ? null : at;
}
