import { type RefObject, useEffect, useRef } from 'react';

/**
 * On a narrow screen tabs are a strip that scrolls: the one that is open is brought into sight.
 * @param shown changes when another one is open, or when there are tabs at all
 */
export function useCurrentInSight<E extends HTMLElement>(shown: string | undefined): RefObject<E | null> {
  const strip = useRef<E>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the effect is for what is shown
  useEffect(() => {
    const current = strip.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (!strip.current || !current) return;
    // The strip alone moves: `scrollIntoView` would move the page as well.
    const { offsetLeft, offsetWidth } = current;
    strip.current.scrollLeft = offsetLeft - (strip.current.clientWidth - offsetWidth) / 2;
  }, [shown]);
  return strip;
}
