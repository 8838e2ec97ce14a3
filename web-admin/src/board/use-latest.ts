import { type RefObject, useLayoutEffect, useRef } from 'react';

/** What is true now, for handlers that outlive the render that made them. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
