import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import {
  around,
  type Entry,
  newest,
  type Stretch,
  shownOf,
  withEarlier,
  withLater,
  withoutEnd,
} from './stretch.ts';

export type StretchShown<Each> = {
  readonly shown: readonly Each[];
  /** Entries that were read and are not shown. */
  readonly before: number;
  readonly after: number;
  /** A step back. What is read before the first entry afterwards is shown as it comes. */
  readonly showEarlier: () => void;
  readonly showLater: () => void;
  readonly showNewest: () => void;
};

/**
 * Of a long stream only a part is in the page: the newest entries at first, more by steps, and what stands around an entry
 * that a link leads to. What one reads stays where it is when earlier entries come above it.
 * @param entries the oldest first
 * @param list the element whose children they are
 * @param led to which entry a link leads, and another wish each time
 * @param of another one for other entries: they are shown from their own end again
 */
export function useStretch<Each extends Entry>(
  entries: readonly Each[],
  list: RefObject<HTMLElement | null>,
  led: { readonly id: string | undefined; readonly wish: string },
  of: string,
): StretchShown<Each> {
  const [known, setKnown] = useState({ of, stretch: newest });
  const stretch = known.of === of ? known.stretch : newest;
  const setStretch = (next: (now: Stretch) => Stretch) =>
    setKnown((now) => ({ of, stretch: next(now.of === of ? now.stretch : newest) }));
  const { start, end } = shownOf(entries, stretch);
  // From then on what comes at the end takes nothing away at the beginning.
  const begun = stretch.from === null && start > 0 ? entries[start]?.at : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it begins where it began
  useEffect(() => {
    if (begun !== undefined) setStretch((now) => ({ ...now, from: begun }));
  }, [begun]);
  const keep = useKeptPlace(list);

  const isThere = led.id !== undefined && entries.some(({ id }) => id === led.id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one is led there once for every wish
  useEffect(() => {
    const { id } = led;
    if (isThere && id !== undefined) setStretch((now) => around(entries, now, id));
  }, [isThere, led.wish]);

  const first = entries[0]?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each that was read before the first
  useEffect(() => setStretch((now) => withoutEnd(entries, now)), [first]);

  // Whoever says something wants to see it.
  const last = entries.at(-1)?.id ?? '';
  const said = stretch.to !== null && last.startsWith('new-') ? last : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each
  useEffect(() => {
    if (said !== '') setStretch(() => newest);
  }, [said]);

  return {
    shown: useMemo(
      () => (start === 0 && end === entries.length ? entries : entries.slice(start, end)),
      [entries, start, end],
    ),
    before: start,
    after: entries.length - end,
    showEarlier: () => {
      keep('first');
      setStretch((now) => withEarlier(entries, now));
    },
    showLater: () => {
      keep('last');
      setStretch((now) => withLater(entries, now));
    },
    showNewest: () => setStretch(() => newest),
  };
}

/** Remembers where a child of a list stands, so that what comes or goes above it does not move it. */
function useKeptPlace(list: RefObject<HTMLElement | null>): (which: 'first' | 'last') => void {
  const kept = useRef<{ readonly element: Element; readonly ends: Ends; readonly top: number } | null>(null);
  useLayoutEffect(() => {
    const place = kept.current;
    if (place === null || list.current === null) return;
    const [first, last] = endsOf(list.current);
    if (first === place.ends[0] && last === place.ends[1]) return;
    kept.current = null;
    if (!place.element.isConnected) return;
    const moved = place.element.getBoundingClientRect().top - place.top;
    if (Math.abs(moved) > 1) scrollerOf(place.element).scrollBy(0, moved);
  });
  return (which) => {
    if (list.current === null) return;
    const ends = endsOf(list.current);
    const element = ends[which === 'first' ? 0 : 1];
    if (element !== null) kept.current = { element, ends, top: element.getBoundingClientRect().top };
  };
}

type Ends = readonly [first: Element | null, last: Element | null];
const endsOf = (list: Element): Ends => [list.firstElementChild, list.lastElementChild];

function scrollerOf(element: Element): Element | Window {
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    if (around === document.body || around === document.documentElement) break;
    if (/auto|scroll/.test(getComputedStyle(around).overflowY)) return around;
  }
  return window;
}
