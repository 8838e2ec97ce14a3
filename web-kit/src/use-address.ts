import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/**
 * The router's `useSearchParams`, but a change builds on what stands in the address and not on what the page was drawn
 * with: of two changes that come faster than a page is drawn, both stay.
 */
export function useAddress(): ReturnType<typeof useSearchParams> {
  const [address, setAddress] = useSearchParams();
  const change = useCallback<typeof setAddress>(
    (next, options) =>
      setAddress(
        typeof next === 'function' ? next(new URLSearchParams(window.location.search)) : next,
        options,
      ),
    [setAddress],
  );
  return [address, change];
}
