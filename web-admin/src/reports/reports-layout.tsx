import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { useCurrentInSight } from '../shell/current-in-sight.ts';
import { EmptyState, Failed, ListSkeleton, NotFound } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { type ReportAddress, reportLink, useReportAddress } from './use-report-address.ts';
import './figures.css';
import './reports.css';
import './reviews.css';
import './scoring.css';

export type ReportContext = { readonly address: ReportAddress };

const tabs = [
  ['performance', '/reports'],
  ['scoreboard', '/reports/scoreboard'],
  ['scoring', '/reports/scoring'],
  ['reviews', '/reports/reviews'],
] as const;

/** What stands around every report: which ones there are. Who has no part in any project gets no figures. */
export default function ReportsLayout() {
  const { t } = useTranslation();
  const me = useMe();
  const address = useReportAddress();
  const { pathname } = useLocation();
  const strip = useCurrentInSight<HTMLElement>(address.projects && pathname);
  usePageTitle(t('reports.title'));
  if (me.roles.length === 0 && !me.superuser) return <NotFound />;
  if (address.error !== null) return <Failed error={address.error} retry={address.retry} />;
  const context: ReportContext = { address };
  return (
    <div className="board-page">
      <header className="project-bar">
        <h1>{t('reports.title')}</h1>
        <nav ref={strip} className="views report-views" aria-label={t('reports.title')}>
          {tabs.map(([name, path]) => {
            const here = pathname.replace(/\/$/, '') === path;
            return (
              <Link
                key={name}
                to={reportLink(path, address)}
                className={here ? 'active' : ''}
                aria-current={here ? 'page' : undefined}
              >
                {t(`reports.tab.${name}`)}
              </Link>
            );
          })}
        </nav>
      </header>
      <div className="report-scroll">
        {address.projects === undefined ? (
          <div className="report">
            <ListSkeleton />
          </div>
        ) : address.projects.length === 0 ? (
          <EmptyState title={t('projects.empty')} text={t('reports.noProject')} />
        ) : (
          <Outlet context={context} />
        )}
      </div>
    </div>
  );
}
