import { useEffect, useRef } from 'react';

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role="combobox"]'));

/**
 * Single-key commands of a page: `useKeys({ c: openNew, '/': search })`. They stay quiet while somebody types,
 * while a modal dialog is open, and together with Control, Command or Alt. Returning false lets the key through.
 */
export function useKeys(keys: Readonly<Record<string, (event: KeyboardEvent) => unknown>>): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const leaves = event.key === 'Escape';
      if (typing(event.target) && !leaves) return;
      // The browser closes what floats, and nothing under it goes with it.
      if (leaves && document.querySelector(':popover-open') !== null) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"], dialog[open]') !== null) return;
      const run = current.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (run === undefined) return;
      if (run(event) !== false) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
