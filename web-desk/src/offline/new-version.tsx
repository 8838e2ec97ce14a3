import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workbox } from 'workbox-window';

/** Milliseconds between two looks for a new version while the page stays open. */
const LOOK_AGAIN = 60 * 60_000;

let waiting: Workbox | null = null;
const listeners = new Set<() => void>();

/**
 * Registers the service worker of the built desk. A new one waits until the person takes it: what they are writing must
 * not vanish under their hands.
 */
export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { Workbox } = await import('workbox-window');
  const worker = new Workbox('/sw.js');
  worker.addEventListener('waiting', () => {
    waiting = worker;
    for (const listener of [...listeners]) listener();
  });
  // An installation without TLS may not have one; the desk works without.
  const registration = await worker.register().catch(() => undefined);
  if (registration === undefined) return;
  setInterval(() => void registration.update().catch(() => undefined), LOOK_AGAIN);
}

/** Tells that a new version is there, and takes it when the person says so. */
export function NewVersion() {
  const { t } = useTranslation();
  const worker = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
  if (worker === null) return null;
  return (
    <div
      role="status"
      className="fixed inset-x-4 bottom-22 z-40 mx-auto flex max-w-[480px] animate-arrive items-center justify-between gap-3 rounded-bubble border border-line bg-surface py-2 pr-2 pl-4 shadow-float"
    >
      <span>{t('desk.page.newVersion')}</span>
      <button
        type="button"
        className="button-primary"
        onClick={() => {
          worker.addEventListener('controlling', () => window.location.reload());
          worker.messageSkipWaiting();
        }}
      >
        {t('desk.page.takeIt')}
      </button>
    </div>
  );
}
