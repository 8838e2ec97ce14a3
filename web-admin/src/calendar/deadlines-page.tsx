import type { DeadlineGroup } from '@ticketing/contracts/finding.ts';
import type { CardView, ProjectView } from '@ticketing/contracts/views.ts';
import { useDeadlines } from '@ticketing/web-kit/ticket-days.ts';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useParams } from 'react-router';
import { ProjectBar } from '../board/project-bar.tsx';
import { useProject } from '../board/use-project.ts';
import { FilterBar } from '../filter/filter-bar.tsx';
import { NoMatch } from '../filter/no-match.tsx';
import {
  isFiltering,
  type ListFilter,
  noFilter,
  queryOf,
  readFilter,
  writeFilter,
} from '../filter/ticket-filter.ts';
import type { ColumnName } from '../list/columns.ts';
import { countWords } from '../list/count-words.ts';
import { tableStyle } from '../list/table-style.ts';
import { plusDays, todayHere } from '../list/today.ts';
import { useNames } from '../list/use-names.ts';
import { useRowEditing } from '../list/use-row-editing.tsx';
import { useRowKeys } from '../list/use-row-keys.ts';
import { BarSearch } from '../shell/bar-search.tsx';
import { EmptyState, Failed, ListSkeleton, NotFound } from '../shell/empty-states.tsx';
import { NewTicketButton } from '../shell/new-ticket.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import type { DrawerContext } from '../ticket/drawer-context.ts';
import { mondayOf } from './calendar-days.ts';
import '../list/list-table.css';
import './deadlines.css';

const columns: readonly ColumnName[] = ['due', 'status', 'assignees', 'priority', 'company'];
const nothing: readonly CardView[] = [];

/** What is not finished, by how soon it is due. */
export default function DeadlinesPage() {
  const { t } = useTranslation();
  const { project, missing, error, retry } = useProject();
  usePageTitle(project === undefined ? undefined : `${t('nav.deadlines')} · ${project.name}`);
  if (missing) return <NotFound />;
  if (error) return <Failed error={error} retry={retry} />;
  if (project === undefined) return <ListSkeleton rows={12} />;
  return <Deadlines key={project.id} project={project} />;
}

function Deadlines({ project }: { project: ProjectView }) {
  const { t } = useTranslation();
  const { ticketKey } = useParams();
  const [address, setAddress] = useAddress();
  const today = todayHere();
  const filter = useMemo(() => readFilter(address), [address]);
  const projects = useMemo(() => [project], [project]);
  const follow = useMemo(() => [project.id], [project.id]);
  const query = useMemo(
    () => ({ projectId: project.id, ...queryOf(filter, today) }),
    [project.id, filter, today],
  );
  const { groups, error, retry } = useDeadlines(query, today, follow);
  const tickets = useMemo(() => groups?.flatMap((group) => group.tickets) ?? nothing, [groups]);
  const names = useNames(projects, tickets, filter);
  const base = `/projects/${project.key}/deadlines`;
  const search = address.size === 0 ? '' : `?${address}`;
  const { draw, editor } = useRowEditing({
    projects,
    names,
    columns,
    addressOf: (key) => `${base}/tickets/${key}${search}`,
    openKey: ticketKey,
  });
  const scroller = useRef<HTMLDivElement>(null);
  useRowKeys({ scroller, order: tickets, back: base + search, open: ticketKey !== undefined });
  const setFilter = (next: ListFilter) => setAddress((now) => writeFilter(now, next), { replace: true });
  const full = groups?.filter(({ tickets: due }) => due.length > 0);
  const drawer: DrawerContext = { project, board: undefined, base, search, order: tickets };

  return (
    <div className="board-page">
      <ProjectBar project={project}>
        <BarSearch label={t('list.search')} value={filter.q} onChange={(q) => setFilter({ ...filter, q })} />
      </ProjectBar>
      <FilterBar
        filter={filter}
        onChange={setFilter}
        projects={projects}
        nameOf={(id) => names.people.get(id)?.displayName ?? names.companies.get(id)?.name}
      />
      {groups === undefined && (error ? <Failed error={error} retry={retry} /> : <ListSkeleton rows={14} />)}
      {full?.length === 0 &&
        (isFiltering(filter) ? (
          <NoMatch onClear={() => setFilter(noFilter)} />
        ) : (
          <EmptyState title={t('deadlines.empty')} text={t('deadlines.emptyText')}>
            <NewTicketButton project={project} />
          </EmptyState>
        ))}
      {full !== undefined && full.length > 0 && (
        <div ref={scroller} className="list-scroll">
          {full.map((group) => (
            <section key={group.name} className="deadlines" aria-label={t(`deadlines.${group.name}`)}>
              <h2 className={group.name === 'overdue' ? 'deadline-head overdue' : 'deadline-head'}>
                {t(`deadlines.${group.name}`)} <span className="muted">{countWords(group.count)}</span>
              </h2>
              {/* biome-ignore lint/a11y/useSemanticElements: its rows are those of the list */}
              <div
                role="table"
                aria-label={t(`deadlines.${group.name}`)}
                className="list-table"
                style={tableStyle(columns, tickets, false)}
              >
                {group.tickets.map((card, index) => draw(card, index))}
              </div>
              {(group.count.more || group.count.value > group.tickets.length) && (
                <Link
                  className="deadline-all"
                  to={`/projects/${project.key}/list?${rest(address, filter, group.name, today)}`}
                >
                  {t('deadlines.all', { count: countWords(group.count) })}
                </Link>
              )}
            </section>
          ))}
        </div>
      )}
      {editor}
      <Outlet context={drawer} />
    </div>
  );
}

/** The list with the whole group. */
function rest(
  address: URLSearchParams,
  filter: ListFilter,
  group: DeadlineGroup,
  today: string,
): URLSearchParams {
  const sunday = plusDays(mondayOf(today), 6);
  const open: ListFilter = { ...filter, values: { ...filter.values, category: ['todo', 'in_progress'] } };
  const within: Readonly<Record<DeadlineGroup, Partial<ListFilter>>> = {
    overdue: { overdue: true },
    today: { dueFrom: today, dueTo: today },
    thisWeek: { dueFrom: plusDays(today, 1), dueTo: sunday },
    later: { dueFrom: plusDays(sunday, 1) },
    none: {},
  };
  const next = writeFilter(address, { ...open, ...within[group] });
  next.set('sort', 'due');
  // Without a date comes last, so those are first the other way round.
  next.set('direction', group === 'none' ? 'desc' : 'asc');
  return next;
}
