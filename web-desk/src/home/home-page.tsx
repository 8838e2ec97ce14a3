import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { PlusIcon } from '../icons.tsx';
import { Notice } from '../shell/states.tsx';
import { type Boards, WithBoards } from './boards.tsx';
import { ListShape } from './list-shape.tsx';
import { MyTicketLists } from './my-ticket-lists.tsx';
import { SearchBox } from './search-box.tsx';
import { SearchResults } from './search-results.tsx';
import { legendOf } from './ticket-group.tsx';

/** Milliseconds of not typing before a search sets out. */
const PAUSE = 220;

/** The counter: who I am, the way to ask, and everything that my company asked for. */
export function HomePage() {
  const { t } = useTranslation();
  const me = useMe();
  const [address, setAddress] = useSearchParams();
  const [search, setSearch] = useState(address.get('q') ?? '');
  const asked = (address.get('q') ?? '').trim();
  const projects = useProjects();

  // In the address, so that coming back from a ticket finds the same results.
  useEffect(() => {
    if (search.trim() === asked) return;
    const pause = setTimeout(
      () => setAddress(search.trim() === '' ? {} : { q: search.trim() }, { replace: true }),
      PAUSE,
    );
    return () => clearTimeout(pause);
  }, [search, asked, setAddress]);

  return (
    <>
      <title>{t('desk.name')}</title>
      <div className="flex flex-col gap-5 sm:flex-row sm:items-center sm:justify-between">
        <h1 className="text-[26px] leading-tight">{useGreeting(me.displayName)}</h1>
        <Link to="/ask" className="button-primary max-sm:w-full">
          <PlusIcon />
          {t('desk.home.ask')}
        </Link>
      </div>
      <div className="mt-6">
        <SearchBox value={search} onChange={setSearch} />
      </div>
      <WithBoards projectIds={projects.data?.map((project) => project.id) ?? []}>
        {(boards) =>
          asked !== '' ? (
            <SearchResults words={asked} legend={legendOf(boards.boards)} />
          ) : (
            <Tickets
              boards={boards}
              loading={projects.data === undefined && projects.error === null}
              error={projects.data === undefined ? projects.error : null}
              retry={() => void projects.refetch()}
            />
          )
        }
      </WithBoards>
    </>
  );
}

type TicketsProps = {
  readonly boards: Boards;
  readonly loading: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
};

function Tickets({ boards, loading, error, retry }: TicketsProps) {
  const { t } = useTranslation();
  const shown = useDeferredValue(boards.boards);
  const problem = error ?? boards.error;
  if (problem !== null) {
    return (
      <div className="mt-8">
        <Notice
          alert
          title={t('desk.home.failed')}
          hint={t('state.errorText', { reason: errorWords(t, problem) })}
        >
          <button
            type="button"
            className="button-primary"
            onClick={() => {
              if (error !== null) retry();
              boards.retry();
            }}
          >
            {t('desk.home.retry')}
          </button>
        </Notice>
      </div>
    );
  }
  if (loading || boards.loading) return <ListShape />;
  return <MyTicketLists boards={shown} />;
}

/** By this device's clock: morning until noon, evening from six. Only the first name, as one says it. */
function useGreeting(displayName: string): string {
  const { t } = useTranslation();
  const hour = new Date().getHours();
  const name = displayName.split(' ')[0] ?? displayName;
  if (hour >= 5 && hour < 12) return t('desk.home.morning', { name });
  return hour >= 12 && hour < 18 ? t('desk.home.day', { name }) : t('desk.home.evening', { name });
}
