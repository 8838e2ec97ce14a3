import type { CardView } from '@ticketing/contracts/views.ts';
import { activityWords } from '@ticketing/web-kit/activity-words.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { useTranslation } from 'react-i18next';

/** Who archived a ticket, when and why. */
export function ArchivedWhy({ card }: { card: CardView }) {
  const { t } = useTranslation();
  const { archiving } = card;
  // A card that has just come by the socket does not say it; the list is read again a moment later.
  if (archiving === undefined) return <When at={card.changedAt} className="muted" />;
  const { byName, at, reason, words } = archiving;
  const why = activityWords(t, { type: 'TicketArchived', details: { reason, words } });
  return (
    <span className="archived-why clip" title={`${byName} ${why}`}>
      <When at={at} className="muted" /> · <strong>{byName}</strong> {why}
    </span>
  );
}
