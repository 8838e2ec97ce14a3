import { useSyncExternalStore } from 'react';
import type { Workbox } from 'workbox-window';

/** Milliseconds between two looks for a new version while the page stays open. */
const LOOK_AGAIN = 60 * 60_000;
/** Milliseconds for which a first visit has the device to itself: the worker fetches all of the app. */
const FIRST_VISIT = 5_000;

let waiting: Workbox | null = null;
const listeners = new Set<() => void>();

/**
 * Registers the service worker of a built app. A new one waits until the person takes it: what they are writing must not
 * vanish under their hands.
 */
export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const isFirst = serviceWorker.controller === null;
  // Without it, as when the connection goes in this moment, the app works as well.
  const workbox = await import('workbox-window').catch(() => undefined);
  if (workbox === undefined) return;
  if (isFirst) await quiet();
  const worker = new workbox.Workbox('/sw.js');
  worker.addEventListener('waiting', () => {
    waiting = worker;
    for (const listener of [...listeners]) listener();
  });
  // The page asked for it before there was a worker that could keep the answer.
  if (isFirst) {
    const ask = () => void fetch('/config.json').catch(() => undefined);
    serviceWorker.addEventListener('controllerchange', ask, { once: true });
  }
  // An installation without TLS may not have one; the app works without.
  const registration = await worker.register().catch(() => undefined);
  if (registration === undefined) return;
  setInterval(() => void registration.update().catch(() => undefined), LOOK_AGAIN);
}

/** When a first visit has what it needs, and there is a connection. */
async function quiet(): Promise<void> {
  await new Promise((done) => setTimeout(done, FIRST_VISIT));
  if (!navigator.onLine) await new Promise((done) => window.addEventListener('online', done, { once: true }));
}

/** Takes the new version that waits, and loads the page anew; null while there is none. */
export function useNewVersion(): (() => void) | null {
  const worker = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
  if (worker === null) return null;
  return () => {
    worker.addEventListener('controlling', () => window.location.reload());
    worker.messageSkipWaiting();
  };
}
