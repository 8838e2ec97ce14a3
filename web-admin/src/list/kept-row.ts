import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import { type FocusEvent, useRef } from 'react';

/**
 * Of rows of which only those in sight are in the page: the one that has the focus stays there too. Otherwise a word that is
 * typed in it would be gone with the turn of a wheel, and the focus with it.
 * @param keyOf of the row at an index; rows carry theirs in `data-row`
 */
export function useKeptRow(indexOf: (key: string) => number) {
  const kept = useRef<string>(undefined);
  return {
    onFocus: (event: FocusEvent<HTMLElement>) => {
      kept.current = event.target.closest<HTMLElement>('[data-row]')?.dataset.row;
    },
    onBlur: () => {
      kept.current = undefined;
    },
    /** The rows in the range and the one that is kept. */
    withKept: (range: Range): number[] => {
      const index = kept.current === undefined ? -1 : indexOf(kept.current);
      const shown = defaultRangeExtractor(range);
      return index < 0 || shown.includes(index) ? shown : [...shown, index].sort((a, b) => a - b);
    },
  };
}
