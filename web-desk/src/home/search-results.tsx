import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useTickets } from '@ticketing/web-kit/lists.ts';
import { useTranslation } from 'react-i18next';
import { Notice } from '../shell/states.tsx';
import { ListShape } from './list-shape.tsx';
import { type Legend, TicketGroup } from './ticket-group.tsx';

type Props = { readonly words: string; readonly legend: Legend };

/** Everything that matches, archived or not, page by page. */
export function SearchResults({ words, legend }: Props) {
  const { t } = useTranslation();
  const found = useTickets({ q: words, archived: 'any' });
  if (found.data === undefined) {
    if (found.error === null) return <ListShape />;
    return (
      <div className="mt-8">
        <Notice
          alert
          title={t('desk.home.failed')}
          hint={t('state.errorText', { reason: errorWords(t, found.error) })}
        >
          <button type="button" className="button-primary" onClick={() => void found.refetch()}>
            {t('desk.home.retry')}
          </button>
        </Notice>
      </div>
    );
  }
  const cards = found.data.pages.flatMap((page) => page.items);
  if (cards.length === 0) {
    return (
      <div className="mt-8" role="status">
        <Notice title={t('desk.home.noResults', { q: words })} hint={t('desk.home.noResultsHint')} />
      </div>
    );
  }
  const heading = t(found.hasNextPage ? 'desk.home.resultsMore' : 'desk.home.results', {
    count: cards.length,
  });
  return (
    <div aria-busy={found.isFetching} className={found.isPlaceholderData ? 'opacity-60' : ''}>
      <TicketGroup
        title={heading}
        cards={cards}
        legend={legend}
        footer={
          found.hasNextPage && (
            <button
              type="button"
              disabled={found.isFetchingNextPage}
              className="button-quiet mt-3 w-full"
              onClick={() => void found.fetchNextPage()}
            >
              {found.isFetchingNextPage ? t('desk.home.loadingMore') : t('desk.home.more')}
            </button>
          )
        }
      />
    </div>
  );
}
