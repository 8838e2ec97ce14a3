import { useLiveStatus } from '@ticketing/web-kit/kit.tsx';
import { showAgo } from '@ticketing/web-kit/show-time.ts';
import { useOnline } from '@ticketing/web-kit/use-online.ts';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lastHeard } from '../offline/last-seen.ts';

/** Milliseconds for which what one sees is not old. */
const WORTH_SAYING = 60_000;
/** A connection that comes back at once is not worth a word. Milliseconds. */
const PATIENCE = 2_500;

/** How old what stands on the page is, once that is worth a word. */
function offlineWords(t: TFunction): string {
  const at = lastHeard();
  if (at === 0 || Date.now() - at < WORTH_SAYING) return t('desk.offline');
  const ago = showAgo(new Date(at).toISOString(), { now: t('time.now') });
  return t('desk.offlineSince', { ago });
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

  const words = !online ? offlineWords(t) : lost && !tolerated ? t('desk.reconnecting') : '';
  return (
    <div role="status">
      {words !== '' && (
        <p className="border-line border-b bg-text px-4 py-1 text-center text-[13px] text-canvas">{words}</p>
      )}
    </div>
  );
}
