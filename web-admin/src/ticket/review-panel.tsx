import type { ReviewView } from '@ticketing/contracts/views.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { useTranslation } from 'react-i18next';
import { useScene } from './scene.ts';
import { Section } from './section.tsx';
import { StarIcon } from './ticket-icons.tsx';
import './review-panel.css';

/** How the resolution's review stands and every round before it, newest first. */
export function ReviewPanel() {
  const { ticket } = useScene();
  const { t } = useTranslation();
  if (ticket.reviews.length === 0) return null;
  return (
    <Section title={t('ticket.review')}>
      <ol className="reviews">
        {[...ticket.reviews].reverse().map((round) => (
          <Round key={round.round} round={round} />
        ))}
      </ol>
    </Section>
  );
}

function Round({ round }: { round: ReviewView }) {
  const { nameOf } = useScene();
  const { t } = useTranslation();
  const name = round.answeredById === null ? '' : nameOf(round.answeredById);
  return (
    <li className={`review ${round.state}`}>
      <p>
        <strong>{t(`ticket.reviewState.${round.state}`, { name })}</strong>{' '}
        <span className="muted">
          <When at={round.answeredAt ?? round.proposedAt} />
        </span>
      </p>
      {round.stars !== null && (
        <span className="stars" role="img" aria-label={t('ticket.stars', { stars: round.stars })}>
          {[1, 2, 3, 4, 5].map((star) => (
            <StarIcon key={star} full={star <= (round.stars ?? 0)} />
          ))}
        </span>
      )}
      {round.words !== null && round.words !== '' && <blockquote>{round.words}</blockquote>}
    </li>
  );
}
