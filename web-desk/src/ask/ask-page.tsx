import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { BackLink } from '../shell/back-link.tsx';
import { Notice, Shape } from '../shell/states.tsx';
import { AskForm } from './ask-form.tsx';
import { openings } from './openings.ts';

export default function AskPage() {
  const { t } = useTranslation();
  const me = useMe();
  const projects = useProjects();
  const places = projects.data && openings(me, projects.data);
  return (
    <>
      <title>{`${t('desk.home.ask')} · ${t('desk.name')}`}</title>
      <BackLink />
      <h1 className="mt-3 text-[26px] leading-tight">{t('desk.ask.title')}</h1>
      {places !== undefined && places.length > 0 ? (
        <>
          <p className="mt-1.5 text-muted">{t('desk.ask.lead')}</p>
          <AskForm places={places} />
        </>
      ) : places !== undefined ? (
        <div className="mt-8">
          <Notice title={t('desk.ask.nowhere')} hint={t('desk.ask.nowhereHint')} />
        </div>
      ) : projects.error !== null ? (
        <div className="mt-8">
          <Notice
            alert
            title={t('state.errorTitle')}
            hint={t('state.errorText', { reason: errorWords(t, projects.error) })}
          >
            <button type="button" className="button-primary" onClick={() => void projects.refetch()}>
              {t('state.retry')}
            </button>
          </Notice>
        </div>
      ) : (
        <div role="status" aria-label={t('state.loading')} className="late mt-6">
          <Shape className="h-44 w-full" />
        </div>
      )}
    </>
  );
}
