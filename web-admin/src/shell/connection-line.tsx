import { useLiveStatus, useWaiting } from '@ticketing/web-kit/kit.tsx';
import { useOnline } from '@ticketing/web-kit/use-online.ts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Milliseconds for which a break is not worth a word. */
const PATIENCE = 2_000;

/** A thin line when the connection has been gone for a moment, or something waits to be sent: why, and how much. */
export function ConnectionLine() {
  const { t } = useTranslation();
  const live = useLiveStatus();
  const device = useOnline();
  const count = useWaiting();
  const lasting = live === 'offline' || !device || count > 0;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!lasting) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [lasting]);
  const words = () => {
    if (!device) return count > 0 ? t('state.offlineWaiting', { count }) : t('state.offline');
    if (live === 'offline') return count > 0 ? t('state.awayWaiting', { count }) : t('state.away');
    return count > 0 ? t('state.waiting', { count }) : '';
  };
  const said = shown ? words() : '';
  return (
    <div role="status" className="offline-slot">
      {said !== '' && <div className="offline-line">{said}</div>}
    </div>
  );
}
