import type { ReviewView, TicketView } from '@ticketing/contracts/views.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { When } from '@ticketing/web-kit/when.tsx';
import { useTranslation } from 'react-i18next';
import { GivenStars } from './star-choice.tsx';

/** What was said of the result: the latest answer in sight, the rounds before it on demand. */
export function ReviewRounds({ ticket }: { readonly ticket: TicketView }) {
  const { t } = useTranslation();
  const me = useMe();
  const answered = ticket.reviews.filter(({ state }) => state !== 'awaiting');
  const last = ticket.reviews.at(-1);
  if (answered.length === 0 || last === undefined) return null;
  const nameOf = (id: string | null) => ticket.people.find((person) => person.id === id)?.displayName;
  const earlier = answered.filter((review) => review !== last);

  return (
    <>
      {last.state === 'rejected' && (
        <p className="mt-4 rounded-bubble on-wash px-4 py-3 text-pretty">
          {last.answeredById === me.id
            ? t('desk.ticket.review.reopened', { reason: last.words ?? '' })
            : t('desk.ticket.review.reopenedBy', {
                name: nameOf(last.answeredById) ?? t('desk.ticket.someone'),
                reason: last.words ?? '',
              })}
        </p>
      )}
      {last.state === 'accepted' && (
        <div className="mt-4 rounded-bubble on-wash px-4 py-3">
          <Round review={last} name={nameOf(last.answeredById)} />
        </div>
      )}
      {earlier.length > 0 && (
        <details className="mt-3 px-1">
          <summary className="flex min-h-11 cursor-pointer items-center gap-2 text-muted hover:text-text">
            <span className="link">{t('desk.ticket.review.rounds', { count: earlier.length })}</span>
          </summary>
          <ol className="flex flex-col gap-3 border-line border-l-2 pl-4">
            {earlier.map((review) => (
              <li key={review.round}>
                <p className="font-medium text-[13px] text-muted">
                  {t('desk.ticket.review.round', { round: review.round })}
                </p>
                <Round review={review} name={nameOf(review.answeredById)} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function Round({ review, name }: { readonly review: ReviewView; readonly name: string | undefined }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2">
        {review.stars !== null ? (
          <GivenStars stars={review.stars} />
        ) : (
          <span>
            {review.state === 'rejected'
              ? t('desk.ticket.review.rejected')
              : t('desk.ticket.review.withdrawn')}
          </span>
        )}
        <span className="text-[13px] text-muted">
          {name !== undefined && `${name} · `}
          <When at={review.answeredAt ?? review.proposedAt} />
        </span>
      </p>
      {review.words !== null && review.words !== '' && (
        <p className="whitespace-pre-wrap break-words">{review.words}</p>
      )}
    </>
  );
}
