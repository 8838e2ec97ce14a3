import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { NavLink, useParams } from 'react-router';
import { NotFound } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { Mails } from './mails.tsx';
import { Projections } from './projections.tsx';
import '../styles/operations.css';

/** How the installation itself is: for those who run it. */
export default function OperationsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { tab = 'projections' } = useParams();
  usePageTitle(t('nav.operations'));
  if (!me.superuser || (tab !== 'projections' && tab !== 'mails')) return <NotFound />;
  return (
    <div className="board-page">
      <header className="project-bar">
        <h1>{t('nav.operations')}</h1>
        <nav className="views" aria-label={t('nav.operations')}>
          <NavLink to="/operations" end>
            {t('operations.projections')}
          </NavLink>
          <NavLink to="/operations/mails">{t('operations.mails')}</NavLink>
        </nav>
      </header>
      <section
        className="operations"
        aria-label={t(tab === 'mails' ? 'operations.mails' : 'operations.projections')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
      >
        {tab === 'mails' ? <Mails /> : <Projections />}
      </section>
    </div>
  );
}
