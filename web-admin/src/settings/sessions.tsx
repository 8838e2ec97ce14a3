import type { SessionView } from '@ticketing/contracts/session-view.ts';
import { deviceWords, useEndSessions, useSessions } from '@ticketing/web-kit/sessions.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { useToast } from '../shell/toasts.tsx';
import { useAction } from '../shell/use-action.ts';

/** So many are shown at once; who never signs out has dozens. */
const AT_FIRST = 8;

/** Where one is signed in. One that is ended can do nothing from then on, also in a tab that is open. */
export function Sessions() {
  const { t } = useTranslation();
  const toast = useToast();
  const { data: sessions, error, refetch } = useSessions();
  const end = useEndSessions();
  const { busy, run } = useAction(['sessions']);
  const [all, setAll] = useState(false);
  const shown = all ? sessions : sessions?.slice(0, AT_FIRST);
  const others = sessions?.filter(({ current }) => !current) ?? [];
  const endOne = async (session: SessionView) => {
    const device = deviceWords(t, session);
    if (await run(() => end.one(session.id))) toast({ text: t('sessions.ended', { device }) });
  };
  const endOthers = async () => {
    let count = 0;
    const done = await run(async () => {
      count = await end.others();
    });
    if (done) toast({ text: t('sessions.othersEnded', { count }) });
  };
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{t('sessions.title')}</h2>
      <p className="muted">{t('sessions.text')}</p>
      {sessions === undefined &&
        (error ? <Failed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={2} />)}
      <ul className="rows sessions">
        {shown?.map((session) => (
          <li key={session.id} className="row">
            <span className="row-main two-lines">
              <strong>{deviceWords(t, session)}</strong>
              <span className="muted">
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
            </span>
            {!session.current && (
              <Button
                type="text"
                size="small"
                disabled={busy}
                aria-label={`${t('sessions.end')}: ${deviceWords(t, session)}`}
                onClick={() => void endOne(session)}
              >
                {t('sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions !== undefined && shown !== undefined && shown.length < sessions.length && (
        <p>
          <Button type="text" onClick={() => setAll(true)}>
            {t('account.allSessions', { count: sessions.length })}
          </Button>
        </p>
      )}
      {others.length > 0 ? (
        <Button danger loading={busy} onClick={() => void endOthers()}>
          {t('sessions.endOthers')}
        </Button>
      ) : (
        sessions !== undefined && <p className="hint">{t('sessions.alone')}</p>
      )}
    </section>
  );
}
