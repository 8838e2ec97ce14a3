import { useLiveStatus } from '@ticketing/web-kit/kit.tsx';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

/** A connection that comes back at once is not worth a word. Milliseconds. */
const PATIENCE = 2_500;

export const useOnline = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      window.addEventListener('online', listener);
      window.addEventListener('offline', listener);
      return () => {
        window.removeEventListener('online', listener);
        window.removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
  );

/** Resolves at once while the device is online, otherwise when it is again. */
export function whenOnline(): Promise<void> {
  if (navigator.onLine) return Promise.resolve();
  return new Promise((resolve) => window.addEventListener('online', () => resolve(), { once: true }));
}

/** Offline is a thin line, not a wall. */
export function OfflineLine() {
  const { t } = useTranslation();
  const online = useOnline();
  const lost = useLiveStatus() === 'offline';
  const [tolerated, setTolerated] = useState(true);

  useEffect(() => {
    if (!lost) {
      setTolerated(true);
      return;
    }
    const patience = setTimeout(() => setTolerated(false), PATIENCE);
    return () => clearTimeout(patience);
  }, [lost]);

  const words = !online ? t('desk.offline') : lost && !tolerated ? t('desk.reconnecting') : '';
  return (
    <div role="status">
      {words !== '' && (
        <p className="border-line border-b bg-text px-4 py-1 text-center text-[13px] text-canvas">{words}</p>
      )}
    </div>
  );
}
