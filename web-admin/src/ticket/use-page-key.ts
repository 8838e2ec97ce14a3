import { useEffect, useRef } from 'react';

/** Control or Command with Enter, where nobody is writing: there it sends. Returning false lets the key through. */
export function usePageKey(run: () => unknown): void {
  const current = useRef(run);
  useEffect(() => {
    current.current = run;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea, select')) return;
      if (current.current() !== false) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
