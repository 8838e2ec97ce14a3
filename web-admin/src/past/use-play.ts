import { useEffect, useRef, useState } from 'react';
import { nextInPlay } from './moments.ts';
import type { TimeSliderProps } from './time-slider.tsx';

/** How long a picture stays, in milliseconds, and how many there are at most from end to end. */
const PICTURE = 700;
const PICTURES = 60;

/** Shows one change after the other until the present; each at least for a moment, and none before the last one came. */
export function usePlay(
  slider: Pick<TimeSliderProps, 'at' | 'moments' | 'waiting' | 'onShow'> & { start: number; now: number },
) {
  const { at, moments, waiting, onShow, start, now } = slider;
  const [playing, setPlaying] = useState(false);
  const show = useRef(onShow);
  useEffect(() => {
    show.current = onShow;
  });
  useEffect(() => {
    if (!playing || waiting) return;
    const timer = setTimeout(() => {
      const next = nextInPlay(moments, at ?? start, (now - start) / PICTURES, now);
      if (next === undefined) setPlaying(false);
      show.current(next ?? null);
    }, PICTURE);
    return () => clearTimeout(timer);
  }, [playing, waiting, at, moments, start, now]);
  return {
    playing,
    stop: () => setPlaying(false),
    toggle: () => {
      // From now there is nothing to play: it begins at the beginning.
      if (!playing && at === null) onShow(start);
      setPlaying(!playing);
    },
  };
}
