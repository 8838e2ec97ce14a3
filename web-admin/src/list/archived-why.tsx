import { useQuery } from '@tanstack/react-query';
import { getTicketHistory } from '@ticketing/contracts/endpoints/tickets.ts';
import type { ActivityView, CardView } from '@ticketing/contracts/views.ts';
import { activityWords } from '@ticketing/web-kit/activity-words.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { When } from '@ticketing/web-kit/when.tsx';
import { useTranslation } from 'react-i18next';

/** Who archived a ticket, when and why: the newest of its history that tells of it. */
export function ArchivedWhy({ card }: { card: CardView }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { data } = useQuery<ActivityView | null>({
    queryKey: ['archived-why', card.id, card.revision],
    staleTime: Number.POSITIVE_INFINITY,
    // The history may come a moment after the list.
    refetchInterval: (query) => (query.state.data === null ? 2_000 : false),
    queryFn: async ({ signal }) => {
      const page = await api.call(getTicketHistory, {
        params: { id: card.id },
        query: { limit: 20 },
        signal,
      });
      return page.items.find(({ type }) => type === 'TicketArchived') ?? null;
    },
  });
  if (data === undefined || data === null) return <When at={card.changedAt} className="muted" />;
  const words = `${data.actorName} ${activityWords(t, data)}`;
  return (
    <span className="archived-why clip" title={words}>
      <When at={data.at} className="muted" /> · <strong>{data.actorName}</strong> {activityWords(t, data)}
    </span>
  );
}
