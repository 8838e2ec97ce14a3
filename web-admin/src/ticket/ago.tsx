import { showAgo, showInstant } from '@ticketing/web-kit/show-time.ts';
import { useEffect, useReducer } from 'react';
import { useTranslation } from 'react-i18next';

/** How long ago, kept right while it is on the screen; the full time is its title. */
export function Ago({ instant }: { instant: string }) {
  const { t } = useTranslation();
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(again, 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={instant} title={showInstant(instant)}>
      {showAgo(instant, { now: t('time.now') })}
    </time>
  );
}
