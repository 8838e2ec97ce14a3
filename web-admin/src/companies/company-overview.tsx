import {
  countOfFigure,
  listOfPeriod,
  listOfPresent,
  type PeriodFigure,
} from '@ticketing/contracts/counted-lists.ts';
import { isGone } from '@ticketing/web-kit/api-error.ts';
import { showNumber, showPercent } from '@ticketing/web-kit/show-number.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listAddress } from '../filter/list-address.ts';
import { showMetric } from '../reports/metric-words.ts';
import { ListSkeleton } from '../shell/empty-states.tsx';
import { CompanyActivity } from './company-activity.tsx';
import { CompanyAttention } from './company-attention.tsx';
import { CompanyHealthCard } from './company-health-card.tsx';
import { useCompanyContext } from './company-page.tsx';
import { useCompanyStatistics } from './company-queries.ts';
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
  const about = { companyId: company.id, projectIds: data.projectIds };
  const period = { ...about, from: data.from, to: data.to };
  const linked = (figure: PeriodFigure, value: string) =>
    countOfFigure(figure, metrics) === 0 ? (
      value
    ) : (
      <Link to={listAddress(listOfPeriod(figure, period))}>{value}</Link>
    );
  const levels = [4, 3, 2, 1] as const;
  return (
    <section className="panel" aria-labelledby="last-30">
      <h2 id="last-30">{t('company.last30')}</h2>
      <dl className="figures">
        <Figure label={t('company.metric.tickets_created')}>
          {linked('created', showNumber(metrics.tickets_created))}
        </Figure>
        <Figure label={t('company.metric.tickets_resolved')}>
          {linked('resolved', showNumber(metrics.tickets_resolved))}
        </Figure>
        <Figure label={t('company.metric.average_first_response_hours')}>
          {linked(
            'answered',
            showMetric(t, 'average_first_response_hours', metrics.average_first_response_hours),
          )}
        </Figure>
        <Figure label={t('company.metric.average_resolution_hours')}>
          {linked('resolved', showMetric(t, 'average_resolution_hours', metrics.average_resolution_hours))}
        </Figure>
        <Figure label={t('company.metric.sla_compliance')}>
          {linked('judged', showPercent(metrics.sla_compliance))}
        </Figure>
        <Figure label={t('company.metric.reopen_rate')}>
          {linked('reopened', showPercent(metrics.reopen_rate))}
        </Figure>
      </dl>
      <div className="panel-columns">
        <div>
          <h3>{t('company.openByPriority')}</h3>
          <ul className="level-bars">
            {levels.map((level) => (
              <li key={level}>
                <Link to={listAddress(listOfPresent('open', { ...about, priority: level }))}>
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
          <StarBars
            satisfaction={satisfaction}
            listOf={(stars) => listAddress(listOfPeriod('rated', { ...period, stars }))}
          />
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
