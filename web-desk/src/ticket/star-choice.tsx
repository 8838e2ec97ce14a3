import type { Stars } from '@ticketing/contracts/kinds.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StarIcon } from '../icons.tsx';

const all: readonly Stars[] = [1, 2, 3, 4, 5];

type Props = {
  readonly chosen: Stars | undefined;
  readonly choose: (stars: Stars) => void;
  readonly disabled: boolean;
};

/** One to five stars, for a thumb, a mouse and the arrow keys; what they mean is said in words. */
export function StarChoice({ chosen, choose, disabled }: Props) {
  const { t } = useTranslation();
  const [over, setOver] = useState<Stars>();
  const shown = over ?? chosen ?? 0;
  return (
    <fieldset className="mt-3" disabled={disabled}>
      <legend className="sr-only">{t('desk.ticket.review.stars')}</legend>
      <div className="-ml-2 flex flex-wrap items-center gap-x-3">
        <div className="flex" onPointerLeave={() => setOver(undefined)}>
          {all.map((stars) => (
            <label
              key={stars}
              className={`flex size-12 cursor-pointer items-center justify-center rounded-base has-focus-visible:outline-2 has-focus-visible:outline-accent ${
                stars <= shown ? 'text-accent' : 'text-muted'
              }`}
              onPointerEnter={(event) => event.pointerType === 'mouse' && setOver(stars)}
            >
              <input
                type="radio"
                name="stars"
                className="sr-only"
                checked={chosen === stars}
                onChange={() => choose(stars)}
                aria-label={`${t('desk.ticket.review.star', { count: stars })}: ${t(`desk.ticket.review.grade.${stars}`)}`}
              />
              <StarIcon full={stars <= shown} size={32} />
            </label>
          ))}
        </div>
        <span aria-hidden="true" className="px-2 font-medium">
          {shown === 0 ? '' : t(`desk.ticket.review.grade.${shown}`)}
        </span>
      </div>
    </fieldset>
  );
}

/** How many stars were given, said once. */
export function GivenStars({ stars }: { readonly stars: number }) {
  const { t } = useTranslation();
  return (
    <span className="inline-flex items-center text-accent">
      {all.map((star) => (
        <StarIcon key={star} full={star <= stars} size={16} />
      ))}
      <span className="sr-only">{t('desk.ticket.review.accepted', { stars })}</span>
    </span>
  );
}
