import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';
import { useSyncExternalStore } from 'react';

const KEY = 'ticketing.desk.split';
/** Narrower than this, list and conversation would both be cramped. */
const wide = window.matchMedia('(min-width: 1000px)');
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  wide.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    wide.removeEventListener('change', listener);
  };
}

export type Split = {
  /** Whether the screen is wide enough to ask. */
  readonly possible: boolean;
  readonly on: boolean;
  readonly set: (on: boolean) => void;
};

function set(on: boolean): void {
  writeStored(KEY, on ? 'on' : null);
  for (const listener of [...listeners]) listener();
}

/** Whether the list stays beside the conversation; remembered on this device. */
export function useSplit(): Split {
  const possible = useSyncExternalStore(subscribe, () => wide.matches);
  const wanted = useSyncExternalStore(subscribe, () => readStored(KEY) === 'on');
  return { possible, on: possible && wanted, set };
}
