import type { BoardView } from '@ticketing/contracts/views.ts';
import { useBoard } from '@ticketing/web-kit/board.ts';
import { useBoardAt } from '@ticketing/web-kit/board-past.ts';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { type ReactNode, Suspense, useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigate, useParams } from 'react-router';
import { PastLine } from '../past/past-line.tsx';
import { useInstant } from '../past/use-instant.ts';
import { byId } from '../shell/avatar.tsx';
import { Failed, NotFound } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import type { DrawerContext } from '../ticket/drawer-context.ts';
import { filterColumns, isFiltering } from './board-filter.ts';
import { type Cell, type Grouping, keepSame, type Lane, lanesOf } from './board-lanes.ts';
import { BoardSkeleton } from './board-skeleton.tsx';
import { BoardSurface } from './board-surface.tsx';
import type { CardNames } from './card-context.ts';
import { FilterRow } from './filter-row.tsx';
import { PresentPeople } from './present-people.tsx';
import { ProjectBar } from './project-bar.tsx';
import { SearchField } from './search-field.tsx';
import { useBoardAddress } from './use-board-address.ts';
import { useCardChanges } from './use-card-changes.ts';
import { useProject } from './use-project.ts';

// Looking back comes when the board stands.
const BoardTime = lazyPart(() => import('./board-time.tsx'));

export function BoardPage() {
  const { project, missing, error: projectError, retry: retryProject } = useProject();
  const { board: present, error, retry } = useBoard(project?.id);
  const [at, show] = useInstant();
  const past = useBoardAt(project?.id, at);
  usePageTitle(project?.name);
  if (missing) return <NotFound />;
  if (projectError) return <Failed error={projectError} retry={retryProject} />;
  if (at !== null && past.error) return <Failed error={past.error} retry={() => void past.refetch()} />;
  // Until the first past board has come the present one stays, out of reach, so that the slider keeps its hold.
  const board = at === null ? present : (past.data ?? present);
  if (board !== undefined && present !== undefined) {
    return (
      <Board
        key={board.project.id}
        board={board}
        at={at}
        late={at !== null && past.data === undefined}
        time={
          <Suspense fallback={<span className="time-room" />}>
            <BoardTime board={present} at={at} waiting={past.isFetching} onShow={show} />
          </Suspense>
        }
      />
    );
  }
  if (error) return <Failed error={error} retry={retry} />;
  return <BoardSkeleton />;
}

function Board(props: {
  board: BoardView;
  /** The instant that the board is of; null in the present. */
  at: number | null;
  /** What it was at that instant is still on its way. */
  late: boolean;
  time: ReactNode;
}) {
  const { board, at, late } = props;
  const { project } = board;
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { ticketKey } = useParams();
  const { search } = useLocation();
  const commands = useTicketCommands(me.id);
  const changes = useCardChanges(board, commands);
  const { filter, grouping, setFilter, setGrouping } = useBoardAddress();
  const names = useCardNames(board);
  const columns = useMemo(() => filterColumns(board.columns, filter, me.id), [board.columns, filter, me.id]);
  const lanes = useLanes(board, columns, grouping);
  const mayOpen = at === null && board.allowed.includes('ticket.open');

  const open = useCallback(
    (key: string) => void navigate(`/projects/${project.key}/tickets/${key}${search}`),
    [navigate, project.key, search],
  );
  const openPage = useCallback((key: string) => void navigate(`/tickets/${key}`), [navigate]);
  const create = useCallback(
    async (columnId: string, title: string) => {
      const onlyCompany = project.role === null ? me.companies.map((company) => company.id) : [];
      const companyId = project.companyIds.find((id) => onlyCompany.includes(id)) ?? null;
      return (await commands.open({ projectId: project.id, title, columnId, companyId }, columnId)) !== null;
    },
    [commands, project, me.companies],
  );

  const context: DrawerContext = useMemo(
    () => ({
      project,
      board,
      base: `/projects/${project.key}`,
      search,
      order: columns.flatMap((column) => column.tickets).filter((card) => card.key !== ''),
    }),
    [project, board, columns, search],
  );
  const total = countOf(board.columns);
  const found = countOf(columns);

  return (
    <div className={at === null ? 'board-page' : `board-page in-the-past ${late ? 'late' : ''}`}>
      <ProjectBar project={project} mayOpen={at === null}>
        {at === null && <PresentPeople projectId={project.id} />}
        <SearchField words={filter.words} onWords={(words) => setFilter({ ...filter, words })} />
      </ProjectBar>
      <FilterRow
        board={board}
        filter={filter}
        onFilter={setFilter}
        found={found}
        total={total}
        grouping={grouping}
        onGroup={setGrouping}
        time={props.time}
      />
      {at !== null && !late && <PastLine at={at} />}
      {isFiltering(filter) && found === 0 && total > 0 && (
        <p className="no-match" role="status">
          {t('board.noMatch', { count: total })}
        </p>
      )}
      <BoardSurface
        board={board}
        lanes={lanes}
        grouping={grouping}
        names={names}
        mayAct={at === null}
        openKey={ticketKey}
        changes={changes}
        onOpen={open}
        onOpenPage={openPage}
        onCreate={mayOpen ? create : undefined}
      />
      <Outlet context={context} />
    </div>
  );
}

const countOf = (columns: BoardView['columns']): number =>
  columns.reduce((sum, column) => sum + column.tickets.length, 0);

/** Lanes and cells; those whose cards stay the same stay the same objects. */
function useLanes(board: BoardView, columns: BoardView['columns'], grouping: Grouping | null): Lane[] {
  const known = useRef<ReadonlyMap<string, Cell>>(new Map());
  return useMemo(() => {
    const lanes = keepSame(known.current, lanesOf(board, columns, grouping));
    known.current = new Map(lanes.flatMap((lane) => lane.cells.map((cell) => [cell.id, cell] as const)));
    return lanes;
  }, [board, columns, grouping]);
}

function useCardNames(board: BoardView): CardNames {
  const { people, companies, columns } = board;
  const { tags } = board.project;
  const done = columns
    .filter((column) => column.category === 'done')
    .map((column) => column.id)
    .join(' ');
  return useMemo(
    () => ({
      people: byId(people),
      tags: byId(tags),
      companies: byId(companies),
      doneColumns: new Set(done.split(' ')),
    }),
    [people, tags, companies, done],
  );
}
