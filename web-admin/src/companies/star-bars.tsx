import { showNumber, showRating } from '@ticketing/web-kit/show-number.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

type Satisfaction = {
  readonly rating: number | null;
  readonly ratings: number;
  readonly byStars: Readonly<Record<1 | 2 | 3 | 4 | 5, number>>;
};

const stars = [5, 4, 3, 2, 1] as const;

/** The stars that were given: their mean, and how often each, leading to the tickets. */
export function StarBars(props: {
  satisfaction: Satisfaction;
  /** Address of the tickets that were given so many stars; of all that were given any without a number. */
  listOf: (stars?: number) => string;
}) {
  const { satisfaction, listOf } = props;
  const { t } = useTranslation();
  if (satisfaction.ratings === 0) return <p className="muted">{t('company.noRatings')}</p>;
  return (
    <>
      <p className="rating">
        <Link to={listOf()}>
          <strong>★ {showRating(satisfaction.rating)}</strong>{' '}
          <span className="muted">{t('company.ratings', { count: satisfaction.ratings })}</span>
        </Link>
      </p>
      <ul className="level-bars">
        {stars.map((count) => (
          <li key={count}>
            <StarLine to={satisfaction.byStars[count] === 0 ? undefined : listOf(count)}>
              <span>{t('company.stars', { count })}</span>
              <span className="bar-track" aria-hidden="true">
                <span
                  className="bar-fill"
                  style={{ width: `${(satisfaction.byStars[count] / satisfaction.ratings) * 100}%` }}
                />
              </span>
              <span className="number">{showNumber(satisfaction.byStars[count])}</span>
            </StarLine>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What nobody gave leads nowhere. */
function StarLine({ to, children }: { to: string | undefined; children: ReactNode }) {
  return to === undefined ? <span className="level-bar">{children}</span> : <Link to={to}>{children}</Link>;
}
