import type { BoardView } from '@ticketing/contracts/views.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { AskLink } from '../ask/ask-links.tsx';
import { Segments } from '../shell/segments.tsx';
import { Notice } from '../shell/states.tsx';
import { useClosedCount, useClosedFollowing, useClosedTickets } from './closed-tickets.ts';
import type { ListAddress, View } from './list-address.ts';
import { myTickets } from './my-tickets.ts';
import { type Legend, legendOf, TicketGroup } from './ticket-group.tsx';
import { ViewTabs } from './view-tabs.tsx';

type Props = { readonly boards: readonly BoardView[]; readonly address: ListAddress };

/** What waits for the reader, what is open, what is resolved, and what was closed, each with how many there are. */
export function MyTicketLists({ boards: latest, address }: Props) {
  // Deferred here and not further up, where for a moment nothing would be shown as nothing there is.
  const boards = useDeferredValue(latest);
  const { t } = useTranslation();
  const me = useMe();
  const { view, mine: wantsMine } = address;
  const { others } = useMemo(() => myTickets(boards, me, false), [boards, me]);
  const mine = wantsMine && others;
  const { waiting, open, resolved } = useMemo(() => myTickets(boards, me, mine), [boards, me, mine]);
  const legend = useMemo(() => legendOf(boards), [boards]);
  const closed = useClosedCount(mine);
  const onBoards = waiting.length + open.length + resolved.length;
  useClosedFollowing(onBoards);

  if (onBoards === 0 && closed === '0') {
    return (
      <div className="mt-8">
        <Notice title={t('desk.home.empty')} hint={t('desk.home.emptyHint')}>
          <AskLink />
        </Notice>
      </div>
    );
  }
  const total = closed === undefined ? undefined : Number.parseInt(closed, 10) + onBoards;
  const counts: Readonly<Record<View, string | undefined>> = {
    all: total === undefined ? undefined : `${total}${closed?.endsWith('+') ? '+' : ''}`,
    waiting: String(waiting.length),
    open: String(open.length),
    resolved: String(resolved.length),
    closed,
  };
  const all = view === 'all';
  return (
    <>
      <div className="mt-5 flex flex-col gap-3">
        {others && (
          <div className="sm:max-w-[360px]">
            <Segments
              label={t('desk.home.whose')}
              showLabel={false}
              name="whose"
              options={[
                { value: 'company', words: t('desk.home.everybody') },
                { value: 'mine', words: t('desk.home.mine') },
              ]}
              chosen={mine ? 'mine' : 'company'}
              choose={(value) => address.only(value === 'mine')}
            />
          </div>
        )}
        <ViewTabs chosen={view} counts={counts} choose={address.show} />
      </div>
      {(view === 'waiting' || (all && waiting.length > 0)) && (
        <TicketGroup
          title={t('desk.home.waiting')}
          count={counts.waiting}
          cards={waiting}
          legend={legend}
          step={all ? 5 : 50}
          asks
          empty={t('desk.home.nothingWaiting')}
          key={`waiting-${all}`}
        />
      )}
      {(view === 'open' || all) && (
        <TicketGroup
          title={t('desk.home.open')}
          count={counts.open}
          cards={open}
          legend={legend}
          step={50}
          empty={t(mine ? 'desk.home.nothingMine' : 'desk.home.nothingOpen')}
        />
      )}
      {(view === 'resolved' || (all && resolved.length > 0)) && (
        <TicketGroup
          title={t('desk.home.resolved')}
          count={counts.resolved}
          cards={resolved}
          legend={legend}
          step={all ? 10 : 50}
          empty={t('desk.home.nothingResolved')}
          key={`resolved-${all}`}
        />
      )}
      {(view === 'closed' || (all && closed !== '0')) && (
        <Closed
          mine={mine}
          legend={legend}
          count={closed}
          isOpen={!all}
          open={() => address.show('closed')}
        />
      )}
    </>
  );
}

type ClosedProps = {
  readonly mine: boolean;
  readonly legend: Legend;
  readonly count: string | undefined;
  /** Whether the rows are shown; otherwise a button leads to them. */
  readonly isOpen: boolean;
  readonly open: () => void;
};

function Closed({ mine, legend, count, isOpen, open }: ClosedProps) {
  const { t } = useTranslation();
  const closed = useClosedTickets(mine, isOpen);
  const cards = useMemo(() => closed.data?.pages.flatMap((page) => page.items) ?? [], [closed.data]);
  if (!isOpen) {
    return (
      <button type="button" className="button-quiet mt-7 w-full" onClick={open}>
        {t('desk.home.closed')}
        {count !== undefined && <span className="figures font-normal text-muted">{count}</span>}
      </button>
    );
  }
  return (
    <TicketGroup
      title={t('desk.home.closed')}
      count={count}
      cards={cards}
      legend={legend}
      step={Number.POSITIVE_INFINITY}
      {...(closed.isPending || closed.error ? {} : { empty: t('desk.home.nothingClosed') })}
      footer={
        <>
          {closed.error && (
            <p role="alert" className="mt-3 px-1 text-harm">
              {errorWords(t, closed.error)}
            </p>
          )}
          {(closed.hasNextPage || closed.error) && (
            <button
              type="button"
              disabled={closed.isFetching}
              className="button-quiet mt-3 w-full"
              onClick={() => void (closed.data === undefined ? closed.refetch() : closed.fetchNextPage())}
            >
              {closed.isFetching ? t('desk.home.loadingMore') : t('desk.home.more')}
            </button>
          )}
        </>
      }
    />
  );
}
