import type { Stars as StarCount } from '@ticketing/contracts/kinds.ts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

const five = [1, 2, 3, 4, 5] as const;

/** Stars that were given. */
export function Stars({ stars }: { stars: StarCount }) {
  const { t } = useTranslation();
  return (
    <span className="review-stars" role="img" aria-label={t('reports.stars', { count: stars })}>
      {five.map((star) => (star <= stars ? '★' : '☆')).join('')}
    </span>
  );
}

/** Stars to give: five choices, by arrow keys as any radio group. */
export function StarChoice(props: {
  label: string;
  value: StarCount | undefined;
  onChange: (stars: StarCount) => void;
}) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset className="star-choice">
      <legend>{props.label}</legend>
      {five.map((star) => (
        <label key={star} title={t(`reports.starWords.${star}`)}>
          <input
            type="radio"
            name={name}
            checked={props.value === star}
            onChange={() => props.onChange(star)}
          />
          <span aria-hidden="true">{props.value !== undefined && star <= props.value ? '★' : '☆'}</span>
          <span className="unseen">{t('reports.stars', { count: star })}</span>
        </label>
      ))}
      {props.value !== undefined && <span className="muted">{t(`reports.starWords.${props.value}`)}</span>}
    </fieldset>
  );
}
