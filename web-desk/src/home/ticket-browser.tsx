import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../shell/states.tsx';
import { WaitingRequests } from '../unsent/waiting-requests.tsx';
import { type Boards, WithBoards } from './boards.tsx';
import { type ListAddress, useListAddress } from './list-address.ts';
import { ListShape } from './list-shape.tsx';
import { MyTicketLists } from './my-ticket-lists.tsx';
import { SearchBox } from './search-box.tsx';
import { SearchResults } from './search-results.tsx';

/** Milliseconds of not typing before a search sets out. */
const PAUSE = 220;

/** Search and lists: all tickets that one may see. */
export function TicketBrowser() {
  const address = useListAddress();
  const [typed, setTyped] = useState(address.words);
  const projects = useProjects();
  const { words, search } = address;

  useEffect(() => {
    if (typed.trim() === words) return;
    const pause = setTimeout(() => search(typed.trim()), PAUSE);
    return () => clearTimeout(pause);
  }, [typed, words, search]);

  return (
    <>
      <SearchBox value={typed} onChange={setTyped} />
      <WaitingRequests />
      <WithBoards projectIds={projects.data?.map((project) => project.id) ?? []}>
        {(boards) =>
          words !== '' ? (
            <SearchResults words={words} />
          ) : (
            <Tickets
              boards={boards}
              address={address}
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
  readonly address: ListAddress;
  readonly loading: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
};

function Tickets({ boards, address, loading, error, retry }: TicketsProps) {
  const { t } = useTranslation();
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
  return <MyTicketLists boards={boards.boards} address={address} />;
}
