import { isGone } from '@ticketing/web-kit/api-error.ts';
import { showNumber, showPercent } from '@ticketing/web-kit/show-number.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ListSkeleton } from '../shell/empty-states.tsx';
import { CompanyActivity } from './company-activity.tsx';
import { CompanyAttention } from './company-attention.tsx';
import { CompanyHealthCard } from './company-health-card.tsx';
import { useCompanyContext } from './company-page.tsx';
import { useCompanyStatistics } from './company-queries.ts';
import { ticketsOf } from './company-tickets-address.ts';
import { SectionFailed } from './section-failed.tsx';
import { StarBars } from './star-bars.tsx';

/** How the company fares now, what its last 30 days were like, what needs somebody and what happened last. */
export default function CompanyOverview() {
  const { company } = useCompanyContext();
  return (
    <div className="overview">
      <CompanyHealthCard company={company} />
      <Figures />
      <CompanyAttention companyId={company.id} />
      <CompanyActivity companyId={company.id} />
    </div>
  );
}

function Figures() {
  const { t } = useTranslation();
  const { company } = useCompanyContext();
  const { data, error, refetch } = useCompanyStatistics(company.id);
  // Whoever gets no figures is told so by the health above.
  if (isGone(error)) return null;
  if (data === undefined) {
    return (
      <section className="panel" aria-label={t('company.last30')}>
        {error ? <SectionFailed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={3} />}
      </section>
    );
  }
  const { metrics, satisfaction } = data;
  const opened = ticketsOf(company.id, { state: 'any', openedFrom: data.from, openedTo: data.to });
  const levels = [4, 3, 2, 1] as const;
  return (
    <section className="panel" aria-labelledby="last-30">
      <h2 id="last-30">{t('company.last30')}</h2>
      <dl className="figures">
        <Figure label={t('company.metric.tickets_created')}>
          <Link to={opened}>{showNumber(metrics.tickets_created)}</Link>
        </Figure>
        <Figure label={t('company.metric.tickets_resolved')}>{showNumber(metrics.tickets_resolved)}</Figure>
        <Figure label={t('company.metric.average_first_response_hours')}>
          {showNumber(metrics.average_first_response_hours, 1)}
        </Figure>
        <Figure label={t('company.metric.average_resolution_hours')}>
          {showNumber(metrics.average_resolution_hours, 1)}
        </Figure>
        <Figure label={t('company.metric.sla_compliance')}>{showPercent(metrics.sla_compliance)}</Figure>
        <Figure label={t('company.metric.reopen_rate')}>{showPercent(metrics.reopen_rate)}</Figure>
      </dl>
      <div className="panel-columns">
        <div>
          <h3>{t('company.openByPriority')}</h3>
          <ul className="level-bars">
            {levels.map((level) => (
              <li key={level}>
                <Link to={ticketsOf(company.id, { priority: level })}>
                  <span>{t(`level.${level}`)}</span>
                  <span className="bar-track" aria-hidden="true">
                    <span
                      className="bar-fill"
                      style={{ width: `${share(data.openByPriority[level], data.open)}%` }}
                    />
                  </span>
                  <span className="number">{showNumber(data.openByPriority[level])}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
        <div>
          <h3>{t('company.satisfaction')}</h3>
          <StarBars satisfaction={satisfaction} />
        </div>
      </div>
    </section>
  );
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : (part / whole) * 100);

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
