import type { BoardView } from '@ticketing/contracts/views.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useTickets } from '@ticketing/web-kit/lists.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Notice } from '../shell/states.tsx';
import { myTickets } from './my-tickets.ts';
import { legendOf, TicketGroup } from './ticket-group.tsx';

/** What is open, then what is resolved; the archive is fetched only by those who ask for it. */
export function MyTicketLists({ boards }: { readonly boards: readonly BoardView[] }) {
  const { t } = useTranslation();
  const [withOlder, setWithOlder] = useState(false);
  const older = useTickets({ archived: 'true' }, withOlder);
  const archived = useMemo(() => older.data?.pages.flatMap((page) => page.items) ?? [], [older.data]);
  const { open, resolved } = useMemo(() => myTickets(boards, archived), [boards, archived]);
  const legend = useMemo(() => legendOf(boards), [boards]);
  const allLoaded = withOlder && older.data !== undefined && !older.hasNextPage;

  const olderButton = !allLoaded && (
    <>
      {older.error && (
        <p role="alert" className="mt-3 px-1 text-harm">
          {errorWords(t, older.error)}
        </p>
      )}
      <button
        type="button"
        disabled={older.isFetching}
        className="button-quiet mt-3 w-full"
        onClick={() => {
          if (!withOlder) setWithOlder(true);
          else if (older.data === undefined) void older.refetch();
          else void older.fetchNextPage();
        }}
      >
        {older.isFetching
          ? t('desk.home.loadingMore')
          : withOlder
            ? t('desk.home.more')
            : t('desk.home.older')}
      </button>
    </>
  );

  if (open.length === 0 && resolved.length === 0) {
    return (
      <div className="mt-8">
        <Notice title={t('desk.home.empty')} hint={t('desk.home.emptyHint')}>
          <Link to="/ask" className="button-primary">
            {t('desk.home.ask')}
          </Link>
        </Notice>
        {olderButton}
      </div>
    );
  }
  return (
    <>
      <TicketGroup
        title={t('desk.home.open')}
        count={String(open.length)}
        cards={open}
        legend={legend}
        step={50}
        footer={open.length === 0 && <p className="px-1 text-muted">{t('desk.home.nothingOpen')}</p>}
      />
      <TicketGroup
        // Who asked for the archive has asked for all rows.
        key={withOlder ? 'all' : 'recent'}
        title={t('desk.home.resolved')}
        count={withOlder && !allLoaded ? `${resolved.length}+` : String(resolved.length)}
        cards={resolved}
        legend={legend}
        {...(withOlder ? {} : { step: 20 })}
        footer={olderButton}
      />
    </>
  );
}
