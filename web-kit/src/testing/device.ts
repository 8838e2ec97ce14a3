import { vi } from 'vitest';
import type { OpenTabs } from '../open-tabs.ts';

/** Puts what is stored in the browser in place of this map. */
export function stubStorage(stored: Map<string, string>): void {
  vi.stubGlobal('window', {
    localStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
      key: (index: number) => [...stored.keys()][index] ?? null,
      get length() {
        return stored.size;
      },
    },
  });
}

/** Tabs of one device, which can be closed. */
export function deviceTabs() {
  const open = new Set<string>();
  const waiting = new Map<string, Array<() => void>>();
  const listeners = new Map<string, Set<() => void>>();
  return {
    tab(own: string): OpenTabs {
      open.add(own);
      const told = new Set<() => void>();
      listeners.set(own, told);
      return {
        own,
        whenGone: (tab, work) => {
          if (open.has(tab)) waiting.set(tab, [...(waiting.get(tab) ?? []), work]);
          else void work();
        },
        onStored: (listener) => {
          told.add(listener);
          return () => told.delete(listener);
        },
      };
    },
    close(tab: string) {
      open.delete(tab);
      listeners.delete(tab);
      const works = waiting.get(tab) ?? [];
      waiting.delete(tab);
      for (const work of works) work();
    },
    /** Every tab hears that something was stored. */
    tell: () => {
      for (const told of [...listeners.values()]) for (const listener of [...told]) listener();
    },
  };
}
