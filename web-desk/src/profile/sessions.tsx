import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { deviceWords, useEndSessions, useSessions } from '@ticketing/web-kit/sessions.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Shape } from '../shell/states.tsx';

/** Where one is signed in, and the way to end it there. */
export function Sessions() {
  const { t } = useTranslation();
  const { data: sessions, error, refetch } = useSessions();
  const end = useEndSessions();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ readonly words: string; readonly harm: boolean } | null>(null);

  /** @param work answers what to say when it is done */
  const run = async (work: () => Promise<string>) => {
    setBusy(true);
    try {
      setSaid({ words: await work(), harm: false });
    } catch (failure) {
      setSaid({ words: errorWords(t, failure), harm: true });
    } finally {
      setBusy(false);
    }
  };

  if (sessions === undefined) {
    if (!error) return <Shape className="h-20 w-full" />;
    return (
      <p role="alert" className="flex flex-wrap items-center gap-3">
        {errorWords(t, error)}
        <button type="button" className="button-quiet" onClick={() => void refetch()}>
          {t('state.retry')}
        </button>
      </p>
    );
  }
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">
        {sessions.map((session) => {
          const device = deviceWords(t, session);
          return (
            <li key={session.id} className="flex flex-wrap items-center gap-x-3 py-2">
              <p className="min-w-0 flex-1 break-words">
                {device}
                <span className="block text-[13px] text-muted">
                  {session.current ? (
                    t('sessions.current')
                  ) : (
                    <>
                      {t('sessions.seen')} <When at={session.seenAt} />
                    </>
                  )}
                  {' · '}
                  {t('sessions.since')} <When at={session.startedAt} />
                </span>
              </p>
              {!session.current && (
                <button
                  type="button"
                  className="button-quiet"
                  disabled={busy}
                  aria-label={`${t('sessions.end')}: ${device}`}
                  onClick={() =>
                    void run(async () => {
                      await end.one(session.id);
                      return t('sessions.ended', { device });
                    })
                  }
                >
                  {t('sessions.end')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        {sessions.some(({ current }) => !current) ? (
          <button
            type="button"
            className="button-quiet"
            disabled={busy}
            onClick={() => void run(async () => t('sessions.othersEnded', { count: await end.others() }))}
          >
            {t('sessions.endOthers')}
          </button>
        ) : (
          said === null && <p className="text-muted">{t('sessions.alone')}</p>
        )}
        <p role={said?.harm ? 'alert' : 'status'} className={said?.harm ? 'text-harm' : 'text-muted'}>
          {said?.words}
        </p>
      </div>
    </>
  );
}
