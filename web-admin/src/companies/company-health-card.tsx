import { listOfPresent, type PresentFigure, presentFigures } from '@ticketing/contracts/counted-lists.ts';
import type { CompanyView } from '@ticketing/contracts/views.ts';
import { isGone } from '@ticketing/web-kit/api-error.ts';
import { showNumber, showRating } from '@ticketing/web-kit/show-number.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listAddress } from '../filter/list-address.ts';
import { ListSkeleton } from '../shell/empty-states.tsx';
import { useCompanyHealth } from './company-queries.ts';
import { HealthBadge } from './health-badge.tsx';
import { ratingsOf90Days } from './ratings-list.ts';
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
  const about = { companyId: company.id, projectIds: health.projectIds };
  return (
    <section className="panel" aria-labelledby="health">
      <h2 id="health" className="panel-title">
        {t('company.health')} {health.grade !== null && <HealthBadge grade={health.grade} />}
      </h2>
      <p className="muted">{t(`company.gradeText.${health.grade ?? 'none'}`)}</p>
      <ul className="figures">
        {presentFigures.map((name) => (
          <li key={name} className="figure">
            <Link to={listAddress(listOfPresent(name, about))} className={isHarm(name, health) ? 'harm' : ''}>
              <strong>{showNumber(health[name])}</strong> <span>{t(`company.reason.${name}`)}</span>
            </Link>
          </li>
        ))}
        <li className="figure">
          {health.rating === null ? (
            <span>
              <strong>—</strong> <span>{t('company.rating90', { count: health.ratings })}</span>
            </span>
          ) : (
            <Link to={listAddress(ratingsOf90Days(about))}>
              <strong>★ {showRating(health.rating)}</strong>{' '}
              <span>{t('company.rating90', { count: health.ratings })}</span>
            </Link>
          )}
        </li>
      </ul>
    </section>
  );
}

const isHarm = (name: PresentFigure, numbers: Readonly<Record<PresentFigure, number>>): boolean =>
  (name === 'overdue' || name === 'critical') && numbers[name] > 0;
