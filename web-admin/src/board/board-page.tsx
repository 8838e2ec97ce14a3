import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { placeOf, useBoard } from '@ticketing/web-kit/board.ts';
import { useBoardAt } from '@ticketing/web-kit/board-past.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { type TicketCommands, useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import Button from 'antd/es/button';
import type { InputRef } from 'antd/es/input';
import Input from 'antd/es/input/Input';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigate, useParams } from 'react-router';
import { SearchIcon } from '../icons.tsx';
import { PastLine } from '../past/past-line.tsx';
import { useInstant } from '../past/use-instant.ts';
import { Avatar, byId } from '../shell/avatar.tsx';
import { AfterMoment, Failed, NotFound } from '../shell/empty-states.tsx';
import { useKeys } from '../shell/keys.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { useToast } from '../shell/toasts.tsx';
import type { DrawerContext } from '../ticket/drawer-context.ts';
import { BoardColumn } from './board-column.tsx';
import { type BoardFilter, filterColumns, isFiltering, noFilter } from './board-filter.ts';
import { BoardTime } from './board-time.tsx';
import { DragBoard } from './drag-board.tsx';
import type { Place } from './drop-place.ts';
import { ProjectBar } from './project-bar.tsx';
import type { CardNames } from './ticket-card.tsx';
import { useProject } from './use-project.ts';

export function BoardPage() {
  const { project, missing, error: projectError, retry: retryProject } = useProject();
  const { board: present, error, retry } = useBoard(project?.id);
  const [at, show] = useInstant();
  const past = useBoardAt(project?.id, at);
  usePageTitle(project?.name);
  if (missing) return <NotFound />;
  if (projectError) return <Failed error={projectError} retry={retryProject} />;
  if (at !== null && past.error) return <Failed error={past.error} retry={() => void past.refetch()} />;
  const board = at === null ? present : past.data;
  if (board !== undefined && present !== undefined) {
    return (
      <Board
        key={board.project.id}
        board={board}
        at={at}
        time={<BoardTime board={present} at={at} waiting={past.isFetching} onShow={show} />}
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
  time: ReactNode;
}) {
  const { board, at } = props;
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { ticketKey } = useParams();
  const { search } = useLocation();
  const commands = useTicketCommands(me.id);
  const [filter, setFilter] = useState(noFilter);
  const searchField = useRef<InputRef>(null);
  const { project } = board;
  const mayMove = board.allowed.includes('ticket.move');
  const mayOpen = board.allowed.includes('ticket.open');
  const names = useCardNames(board);
  const columns = useMemo(() => filterColumns(board.columns, filter), [board.columns, filter]);
  const move = useMove(board, commands);

  const open = useCallback(
    (key: string) => void navigate(`/projects/${project.key}/tickets/${key}${search}`),
    [navigate, project.key, search],
  );
  const create = useCallback(
    async (columnId: string, title: string) => {
      const onlyCompany = project.role === null ? me.companies.map((company) => company.id) : [];
      const companyId = project.companyIds.find((id) => onlyCompany.includes(id)) ?? null;
      return (await commands.open({ projectId: project.id, title, columnId, companyId }, columnId)) !== null;
    },
    [commands, project, me.companies],
  );

  useKeys({
    '/': () => searchField.current?.focus(),
  });

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
  const total = board.columns.reduce((sum, column) => sum + column.tickets.length, 0);
  const found = columns.reduce((sum, column) => sum + column.tickets.length, 0);

  return (
    <div className={at === null ? 'board-page' : 'board-page in-the-past'}>
      <ProjectBar project={project} mayOpen={mayOpen}>
        <AssigneeFilter board={board} filter={filter} onChange={setFilter} />
        <Input
          ref={searchField}
          className="search"
          prefix={<SearchIcon />}
          placeholder={t('board.search')}
          aria-label={t('board.search')}
          allowClear
          value={filter.words}
          onChange={(event) => setFilter({ ...filter, words: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              setFilter({ ...filter, words: '' });
              event.currentTarget.blur();
            }
          }}
          suffix={filter.words === '' ? <kbd>/</kbd> : <span />}
        />
      </ProjectBar>
      <div className="filter-row">{props.time}</div>
      {at !== null && <PastLine at={at} />}
      {isFiltering(filter) && found === 0 && total > 0 && (
        <p className="no-match" role="status">
          {t('board.noMatch')}{' '}
          <Button type="link" size="small" onClick={() => setFilter(noFilter)}>
            {t('board.clear')}
          </Button>
        </p>
      )}
      <DragBoard columns={columns} names={names} onMove={move}>
        {(shown) => (
          <div className="columns">
            {shown.map((column) => (
              <BoardColumn
                key={column.id}
                column={column}
                total={totalOf(board, column, filter)}
                names={names}
                mayMove={mayMove}
                // A new ticket begins in the first column, unless its opener may also move it.
                mayOpen={mayOpen && (mayMove || column.id === board.columns[0]?.id)}
                selectedKey={ticketKey}
                onOpen={open}
                onCreate={create}
              />
            ))}
          </div>
        )}
      </DragBoard>
      <Outlet context={context} />
    </div>
  );
}

function totalOf(board: BoardView, shown: BoardView['columns'][number], filter: BoardFilter): number {
  if (!isFiltering(filter)) return shown.tickets.length;
  return board.columns.find((column) => column.id === shown.id)?.tickets.length ?? shown.tickets.length;
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

/** Moves a card, and offers to take it back for a while. */
function useMove(board: BoardView, commands: TicketCommands) {
  const { t } = useTranslation();
  const toast = useToast();
  const latest = useRef(board);
  useEffect(() => {
    latest.current = board;
  });
  return useCallback(
    (card: CardView, place: Place) => {
      const { project, columns } = latest.current;
      const old = placeOf(latest.current, card.id);
      void commands.move(card.id, project.id, place);
      if (old === undefined || old.columnId === place.columnId) return;
      const column = columns.find((each) => each.id === place.columnId)?.name;
      toast({
        text: t('board.moved', { key: card.key, column }),
        action: { label: t('board.undo'), run: () => void commands.move(card.id, project.id, old) },
      });
    },
    [commands, toast, t],
  );
}

/** Faces of those who have tickets here; one click shows theirs only. */
function AssigneeFilter(props: {
  board: BoardView;
  filter: BoardFilter;
  onChange: (filter: BoardFilter) => void;
}) {
  const { board, filter, onChange } = props;
  const { t } = useTranslation();
  const assignees = useMemo(() => {
    const busy = new Set(
      board.columns.flatMap((column) => column.tickets.flatMap((card) => card.assigneeIds)),
    );
    return board.people.filter((person) => busy.has(person.id)).slice(0, 6);
  }, [board.columns, board.people]);
  return (
    <div className="faces">
      {assignees.map((person) => (
        <button
          key={person.id}
          type="button"
          className="face"
          aria-pressed={filter.assigneeId === person.id}
          aria-label={t('board.showOnly', { name: person.displayName })}
          onClick={() =>
            onChange({ ...filter, assigneeId: filter.assigneeId === person.id ? null : person.id })
          }
        >
          <Avatar id={person.id} name={person.displayName} size={24} />
        </button>
      ))}
    </div>
  );
}

function BoardSkeleton() {
  return (
    <AfterMoment>
      <div className="board-page">
        <div className="project-bar" />
        <div className="columns">
          {[3, 2, 4, 1].map((cards, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the shape of a board has no identity
            <div key={column} className="column">
              <div className="column-head">
                <div className="skeleton" style={{ width: 90, height: 12 }} />
              </div>
              <div className="column-body">
                <div className="column-scroll">
                  {Array.from({ length: cards }, (_, card) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the shape of a board has no identity
                    <div key={card} className="skeleton" style={{ height: 84, marginBottom: 8 }} />
                  ))}
                </div>
              </div>
            </div>
          ))}
        </div>
      </div>
    </AfterMoment>
  );
}
