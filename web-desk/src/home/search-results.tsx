import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { CategoryRing } from '../category-ring.tsx';
import { Facts } from '../facts.tsx';
import { Notice } from '../shell/states.tsx';
import { type FoundTicket, foundTickets } from './found-tickets.ts';
import { ListShape } from './list-shape.tsx';
import { MarkedText } from './marked-text.tsx';
import { useSearch } from './use-search.ts';

/** Every ticket in which the words were said, archived or not, page by page. */
export function SearchResults({ words }: { readonly words: string }) {
  const { t } = useTranslation();
  const found = useSearch(words);
  const tickets = useMemo(
    () => foundTickets(found.data?.pages.flatMap((page) => page.items) ?? []),
    [found.data],
  );
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
  if (tickets.length === 0) {
    return (
      <div className="mt-8" role="status">
        <Notice title={t('desk.home.noResults', { q: words })} hint={t('desk.home.noResultsHint')} />
      </div>
    );
  }
  return (
    <section
      aria-busy={found.isFetching}
      aria-label={t('desk.home.search')}
      className={`mt-6 ${found.isPlaceholderData ? 'opacity-60' : ''}`}
    >
      <p role="status" className="mb-2 px-1 font-semibold text-[15px]">
        {found.data.pages[0]?.similar === true
          ? t('desk.home.similar')
          : t(found.hasNextPage ? 'desk.home.resultsMore' : 'desk.home.results', { count: tickets.length })}
      </p>
      <ul className="overflow-hidden rounded-bubble border border-line bg-surface">
        {tickets.map((each) => (
          <Result key={each.ticket.id} found={each} />
        ))}
      </ul>
      {found.hasNextPage && (
        <button
          type="button"
          disabled={found.isFetchingNextPage}
          className="button-quiet mt-3 w-full"
          onClick={() => void found.fetchNextPage()}
        >
          {found.isFetchingNextPage ? t('desk.home.loadingMore') : t('desk.home.more')}
        </button>
      )}
    </section>
  );
}

function Result({ found: { ticket, excerpts, at } }: { readonly found: FoundTicket }) {
  const { t } = useTranslation();
  const { search } = useLocation();
  return (
    <li className="border-line border-b last:border-b-0">
      <Link
        to={{ pathname: `/tickets/${ticket.id}`, search }}
        data-ticket={ticket.key}
        className="flex min-h-[68px] items-start gap-3 px-4 py-3 transition-colors duration-100 hover:bg-hover focus-visible:-outline-offset-2 sm:px-5"
      >
        <span className="mt-[3px]">
          <CategoryRing category={ticket.archived ? 'done' : ticket.category} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="line-clamp-2 break-words font-medium">
            <MarkedText {...ticket.title} />
          </span>
          {excerpts.map(({ id, inMessage, text }) => (
            <span key={id} className="mt-0.5 line-clamp-2 block break-words">
              {inMessage && <span className="text-[13px] text-muted">{t('desk.home.inMessage')}: </span>}
              <MarkedText {...text} />
            </span>
          ))}
          <Facts className="mt-0.5">
            <span className="font-mono">{ticket.key}</span>
            <span>{ticket.archived ? t('desk.home.closed') : ticket.columnName}</span>
            <When at={at} />
          </Facts>
        </span>
      </Link>
    </li>
  );
}
