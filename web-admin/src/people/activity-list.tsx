import type { TicketActivityView } from '@ticketing/contracts/finding.ts';
import { activityWords } from '@ticketing/web-kit/activity-words.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { SectionFailed } from '../companies/section-failed.tsx';
import { ticketAddress } from '../companies/ticket-address.ts';
import { Avatar } from '../shell/avatar.tsx';
import { ListSkeleton } from '../shell/empty-states.tsx';

/** Pages of activity as React Query keeps them. */
type Found = {
  readonly data: { readonly pages: readonly { readonly items: readonly TicketActivityView[] }[] } | undefined;
  readonly error: Error | null;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
  readonly refetch: () => unknown;
};

/** What happened to tickets, newest first, page by page. */
export function ActivityList({ found, empty }: { found: Found; empty: string }) {
  const { t } = useTranslation();
  const items = found.data?.pages.flatMap((page) => page.items);
  if (items === undefined) {
    return found.error ? (
      <SectionFailed error={found.error} retry={() => void found.refetch()} />
    ) : (
      <ListSkeleton rows={4} />
    );
  }
  if (items.length === 0) return <p className="muted">{empty}</p>;
  return (
    <>
      <ul className="activity-list">
        {items.map((item) => (
          <li key={item.id}>
            <Avatar id={item.actorId} name={item.actorName} />
            <p>
              <Link to={`/people/${item.actorId}`}>{item.actorName}</Link> {activityWords(t, item)}{' '}
              <Link to={ticketAddress(item.ticketKey)} title={item.ticketTitle}>
                <span className="key">{item.ticketKey}</span> <span>{item.ticketTitle}</span>
              </Link>{' '}
              <When className="muted" at={item.at} />
            </p>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button size="small" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('state.more')}
        </Button>
      )}
    </>
  );
}
