import { showNumber, showRating } from '@ticketing/web-kit/show-number.ts';
import { useTranslation } from 'react-i18next';

type Satisfaction = {
  readonly rating: number | null;
  readonly ratings: number;
  readonly byStars: Readonly<Record<1 | 2 | 3 | 4 | 5, number>>;
};

const stars = [5, 4, 3, 2, 1] as const;

/** The stars that were given: their mean, and how often each. */
export function StarBars({ satisfaction }: { satisfaction: Satisfaction }) {
  const { t } = useTranslation();
  if (satisfaction.ratings === 0) return <p className="muted">{t('company.noRatings')}</p>;
  return (
    <>
      <p className="rating">
        <strong>★ {showRating(satisfaction.rating)}</strong>{' '}
        <span className="muted">{t('company.ratings', { count: satisfaction.ratings })}</span>
      </p>
      <ul className="level-bars">
        {stars.map((count) => (
          <li key={count}>
            <span className="level-bar">
              <span>{t('company.stars', { count })}</span>
              <span className="bar-track" aria-hidden="true">
                <span
                  className="bar-fill"
                  style={{ width: `${(satisfaction.byStars[count] / satisfaction.ratings) * 100}%` }}
                />
              </span>
              <span className="number">{showNumber(satisfaction.byStars[count])}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
