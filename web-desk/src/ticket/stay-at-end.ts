import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';

/** Pixels from the end of the page within which a person counts as reading the newest. */
const NEAR = 200;

/**
 * Keeps the newest entry in sight for who is reading at the end of the page; who is reading further up stays there.
 *
 * @param newest id of the last entry
 * @param fromEnd whether one starts reading there, as in a chat; otherwise at the top
 * @returns goes to the end with the next entry, as after sending something
 */
export function useStayAtEnd(newest: string | undefined, fromEnd = false): () => void {
  const asked = useRef(false);
  const known = useRef(fromEnd ? undefined : newest);
  const height = useRef(0);

  useLayoutEffect(() => {
    const page = document.documentElement;
    const wasNear = height.current - (window.scrollY + window.innerHeight) < NEAR;
    const isNew = known.current !== undefined && known.current !== newest;
    if (fromEnd && known.current === undefined && newest !== undefined) {
      window.scrollTo({ top: page.scrollHeight });
    }
    // What came when the page was opened is not news.
    if (isNew && (asked.current || (wasNear && window.scrollY > 0))) {
      window.scrollTo({ top: page.scrollHeight, behavior: 'smooth' });
      asked.current = false;
    }
    known.current = newest;
    height.current = page.scrollHeight;
  });

  return useCallback(() => {
    asked.current = true;
  }, []);
}

/**
 * A phone's keyboard makes the page shorter: whoever saw the newest before they began to write sees it above the keyboard.
 * @param box what they write in
 */
export function useEndAboveKeyboard(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let before = window.innerHeight;
    const onResize = () => {
      const page = document.documentElement;
      const isShorter = window.innerHeight < before;
      const wasNear = page.scrollHeight - (window.scrollY + before) < NEAR;
      before = window.innerHeight;
      if (isShorter && wasNear && box.current?.contains(document.activeElement)) {
        window.scrollTo({ top: page.scrollHeight });
      }
    };
    window.addEventListener('resize', onResize);
    return () => window.removeEventListener('resize', onResize);
  }, [box]);
}
