import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { search } from '@ticketing/contracts/endpoints/finding.ts';
import { type MarkedText, type SearchHitView, SearchKind } from '@ticketing/contracts/finding.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LockIcon } from '../icons.tsx';
import { BarSearch } from '../shell/bar-search.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { PlainBar } from '../shell/plain-bar.tsx';
import { hitAddress } from './hit-address.ts';
import './search.css';

/** Everything that has the words: tickets, comments and messages, the best first. */
export default function SearchPage() {
  const { t } = useTranslation();
  const { api } = useKit();
  const [address, setAddress] = useAddress();
  const q = (address.get('q') ?? '').trim();
  const kind = SearchKind.options.find((each) => each === address.get('kind'));
  usePageTitle(q === '' ? t('palette.search') : `${q} · ${t('palette.search')}`);
  const put = (name: string, value: string) =>
    setAddress(
      (now) => {
        const next = new URLSearchParams(now);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const found = useInfiniteQuery({
    queryKey: ['search', q, kind ?? null],
    enabled: q !== '',
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(search, {
        query: {
          q,
          limit: 25,
          ...(kind === undefined ? {} : { kinds: kind }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const hits = found.data?.pages.flatMap((page) => page.items);
  return (
    <div className="board-page">
      <PlainBar title={t('palette.search')}>
        <BarSearch label={t('palette.words')} value={q} onChange={(words) => put('q', words.trim())} />
      </PlainBar>
      <div className="page search-page">
        <fieldset className="segments">
          <legend className="unseen">{t('palette.kind')}</legend>
          {([undefined, ...SearchKind.options] as const).map((each) => (
            <label key={each ?? 'all'}>
              <input
                type="radio"
                name="kind"
                checked={kind === each}
                onChange={() => put('kind', each ?? '')}
              />
              {t(`palette.kinds.${each ?? 'all'}`)}
            </label>
          ))}
        </fieldset>
        {q === '' && <EmptyState title={t('palette.nothingAsked')} text={t('palette.nothingAskedText')} />}
        {q !== '' && hits === undefined && found.error !== null && (
          <Failed error={found.error} retry={() => void found.refetch()} />
        )}
        {q !== '' && hits === undefined && found.error === null && <ListSkeleton rows={8} />}
        {q !== '' && hits?.length === 0 && (
          <EmptyState title={t('palette.none', { words: q })} text={t('palette.noneText')} />
        )}
        {q !== '' && hits !== undefined && hits.length > 0 && (
          <>
            {found.data?.pages[0]?.similar && <p className="muted">{t('palette.similar', { words: q })}</p>}
            <ul className="rows">
              {hits.map((hit) => (
                <Hit key={`${hit.kind} ${hit.id}`} hit={hit} />
              ))}
            </ul>
          </>
        )}
        {found.hasNextPage && (
          <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('state.more')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Hit({ hit }: { hit: SearchHitView }) {
  const { t } = useTranslation();
  const { ticket } = hit;
  return (
    <li>
      <Link className="hit" to={hitAddress(hit)}>
        <span className="hit-head">
          <span className="hit-kind">{t(`palette.one.${hit.kind}`)}</span>
          {ticket && <span className="key">{ticket.key}</span>}
          {ticket && (
            <strong className="clip">
              <Marked text={ticket.title} />
            </strong>
          )}
          {hit.internal && (
            <span className="with-icon muted">
              <LockIcon /> {t('visibility.internal')}
            </span>
          )}
          <span className="spread" />
          <span className="hit-place muted clip">
            {ticket && (ticket.archived ? t('nav.archive') : ticket.columnName)}
            {ticket?.companyName && ` · ${ticket.companyName}`}
          </span>
          <When at={hit.at} className="muted" />
        </span>
        {hit.snippet.text !== '' && (
          <span className="hit-text muted">
            <Marked text={hit.snippet} />
          </span>
        )}
      </Link>
    </li>
  );
}

/** Text with what matched in it marked. */
function Marked({ text: { text, marks } }: { text: MarkedText }) {
  let from = 0;
  return (
    <>
      {marks.map(({ start, end }) => {
        const before = text.slice(from, start);
        from = end;
        return (
          <Fragment key={start}>
            {before}
            <mark>{text.slice(start, end)}</mark>
          </Fragment>
        );
      })}
      {text.slice(from)}
    </>
  );
}
