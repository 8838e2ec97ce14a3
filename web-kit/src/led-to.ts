import { useEffect, useRef, useState } from 'react';

/** Milliseconds for which what one was led to is marked. */
const MARKED = 2_400;
/** Milliseconds in which what comes late around it (pictures, the history) may not push it out of sight. */
const SETTLING = 1_500;
/** Milliseconds after which it counts as not there: what was said a moment ago may reach the page later than its address. */
const GIVEN_UP = 4_000;

export type Led = {
  /** What the address names; undefined when it names nothing. */
  readonly id: string | undefined;
  /** Another one with every wish to be led there, so that the same link leads there again. */
  readonly wish: string;
  /** Whether it is among what was read. */
  readonly isThere: boolean;
  /** Whether more is on its way, or could not be read. */
  readonly reading: boolean;
  /** Reads more of what it may stand in; undefined when there is no more. */
  readonly readMore: (() => void) | undefined;
  /** Where it stands in the page. */
  readonly find: (id: string) => HTMLElement | null;
  /** It is gone, or is not meant for this person. */
  readonly onMissing: () => void;
};

/**
 * Leads to what an address names: reads as far as it is needed, brings it into sight, and gives it the focus. Whoever
 * scrolls or types meanwhile is let go.
 * @returns the id of what is to be marked for a moment
 */
export function useLedTo({ id, wish, isThere, reading, readMore, find, onMissing }: Led): string | undefined {
  const done = useRef('');
  const [marked, setMarked] = useState<string>();
  const due = id === undefined || done.current === wish ? undefined : id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: one wish is granted once, however the callbacks change
  useEffect(() => {
    if (due === undefined) return;
    if (isThere) {
      // After everything else that takes the focus when a page opens.
      const lead = () => {
        const element = find(due);
        if (element === null) {
          frame = requestAnimationFrame(lead);
          return;
        }
        done.current = wish;
        setMarked(due);
        bringIntoSight(element);
      };
      let frame = requestAnimationFrame(lead);
      return () => cancelAnimationFrame(frame);
    }
    if (reading) return;
    if (readMore !== undefined) {
      readMore();
      return;
    }
    const timer = setTimeout(() => {
      done.current = wish;
      onMissing();
    }, GIVEN_UP);
    return () => clearTimeout(timer);
  }, [due, wish, isThere, reading, readMore === undefined]);

  useEffect(() => {
    if (marked === undefined) return;
    const timer = setTimeout(() => setMarked(undefined), MARKED);
    return () => clearTimeout(timer);
  }, [marked]);
  return marked;
}

/** Keeps it in the middle until the page around it has settled, or the person goes elsewhere. */
function bringIntoSight(element: HTMLElement): void {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'center' });
  const until = performance.now() + SETTLING;
  let top = element.getBoundingClientRect().top;
  let letGo = false;
  const end = () => {
    letGo = true;
    for (const name of ['wheel', 'pointerdown', 'keydown', 'touchstart'])
      window.removeEventListener(name, end);
  };
  for (const name of ['wheel', 'pointerdown', 'keydown', 'touchstart']) {
    window.addEventListener(name, end, { passive: true });
  }
  const hold = () => {
    if (letGo || !element.isConnected || performance.now() > until) return end();
    const now = element.getBoundingClientRect().top;
    if (Math.abs(now - top) > 1) {
      element.scrollIntoView({ block: 'center' });
      top = element.getBoundingClientRect().top;
    }
    requestAnimationFrame(hold);
  };
  requestAnimationFrame(hold);
}

/** The id of the comment that an address leads to: `#comment-{id}`. */
export const commentIn = (hash: string): string | undefined => /^#comment-([0-9a-f-]{36})$/.exec(hash)?.[1];

/** Where a comment stands in the page. */
export const commentElement = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-comment="${CSS.escape(id)}"]`);
