import type { CompanyView } from '@ticketing/contracts/views.ts';
import { isGone } from '@ticketing/web-kit/api-error.ts';
import { showNumber, showRating } from '@ticketing/web-kit/show-number.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ListSkeleton } from '../shell/empty-states.tsx';
import { useCompanyHealth } from './company-queries.ts';
import { ticketsOf } from './company-tickets-address.ts';
import { HealthBadge } from './health-badge.tsx';
import { SectionFailed } from './section-failed.tsx';

/** The company's grade with the figures that it is made of, each leading to its tickets. */
export function CompanyHealthCard({ company }: { company: CompanyView }) {
  const { t } = useTranslation();
  const { data: health, error, refetch } = useCompanyHealth(company.id);
  if (isGone(error)) {
    return (
      <section className="panel" aria-labelledby="health">
        <h2 id="health">{t('company.health')}</h2>
        <p className="muted">{t('company.noFigures')}</p>
      </section>
    );
  }
  if (health === undefined) {
    return (
      <section className="panel" aria-label={t('company.health')}>
        {error ? <SectionFailed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={2} />}
      </section>
    );
  }
  const today = new Date().toISOString().slice(0, 10);
  const attention = `/companies/${company.id}#attention`;
  const reasons = [
    { name: 'open', count: health.open, to: ticketsOf(company.id, {}), harm: false },
    {
      name: 'overdue',
      count: health.overdue,
      to: ticketsOf(company.id, { overdue: true, today }),
      harm: health.overdue > 0,
    },
    {
      name: 'critical',
      count: health.critical,
      to: ticketsOf(company.id, { priority: 4 }),
      harm: health.critical > 0,
    },
    { name: 'unanswered', count: health.unanswered, to: attention, harm: false },
    { name: 'awaitingReview', count: health.awaitingReview, to: attention, harm: false },
  ];
  return (
    <section className="panel" aria-labelledby="health">
      <h2 id="health" className="panel-title">
        {t('company.health')} <HealthBadge grade={health.grade} />
      </h2>
      <p className="muted">{t(`company.gradeText.${health.grade}`)}</p>
      <ul className="figures">
        {reasons.map(({ name, count, to, harm }) => (
          <li key={name} className="figure">
            <Link to={to} className={harm ? 'harm' : ''}>
              <strong>{showNumber(count)}</strong> <span>{t(`company.reason.${name}`)}</span>
            </Link>
          </li>
        ))}
        <li className="figure">
          <span>
            <strong>{health.rating === null ? '—' : `★ ${showRating(health.rating)}`}</strong>{' '}
            <span>{t('company.rating90', { count: health.ratings })}</span>
          </span>
        </li>
      </ul>
    </section>
  );
}
