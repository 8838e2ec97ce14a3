import type { CardView, ProjectView } from '@ticketing/contracts/views.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTicketRows } from '@ticketing/web-kit/ticket-rows.ts';
import Button from 'antd/es/button';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useParams } from 'react-router';
import { FilterBar } from '../filter/filter-bar.tsx';
import { NoMatch } from '../filter/no-match.tsx';
import { isFiltering, noFilter, queryOf } from '../filter/ticket-filter.ts';
import { BarSearch } from '../shell/bar-search.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { useKeys } from '../shell/keys.ts';
import { useNewTicket } from '../shell/new-ticket.tsx';
import { mayOpenIn } from '../shell/rights.ts';
import { useToast } from '../shell/toasts.tsx';
import type { DrawerContext } from '../ticket/drawer-context.ts';
import { BulkBar } from './bulk-bar.tsx';
import { archiveColumns } from './columns.ts';
import { countWords } from './count-words.ts';
import { saveAs, ticketsAsCsv } from './csv.ts';
import { everyName } from './every-name.ts';
import { everyTicket } from './every-ticket.ts';
import { groupsOf } from './grouping.ts';
import { ListTable } from './list-table.tsx';
import { ListTools } from './list-tools.tsx';
import { todayHere } from './today.ts';
import { useArrangement } from './use-arrangement.ts';
import { useBulk } from './use-bulk.ts';
import { useListAddress } from './use-list-address.ts';
import { useNames } from './use-names.ts';
import { useRowEditing } from './use-row-editing.tsx';
import { focusedTicket, useRowKeys } from './use-row-keys.ts';
import { useSelection } from './use-selection.ts';

const nothing: readonly CardView[] = [];

/** Tickets as a table: filtered, sorted and grouped by the address, changed in place, one by one or many at once. */
export function TicketList(props: {
  projects: readonly ProjectView[];
  /** Path of the page. */
  base: string;
  /** The project of the ticket that lies over the list. */
  project: ProjectView | undefined;
  /** Of archived tickets, and of nothing else. */
  archived?: boolean;
  bar: (tools: ReactNode) => ReactNode;
}) {
  const { projects, base, archived = false } = props;
  const { t } = useTranslation();
  const { api } = useKit();
  const me = useMe();
  const { search } = useLocation();
  const { ticketKey } = useParams();
  const toast = useToast();
  const openNew = useNewTicket();
  const address = useListAddress();
  const { filter, grouping, order } = address;
  const [arrangement, arrange] = useArrangement(me.id);
  const columns = useMemo(
    () => (archived ? archiveColumns : arrangement.filter(({ shown }) => shown).map(({ name }) => name)),
    [arrangement, archived],
  );
  const follow = useMemo(() => projects.map(({ id }) => id), [projects]);
  const only = projects.length === 1 && base !== '/all' ? projects[0] : undefined;
  const query = useMemo(
    () => ({
      ...(only ? { projectId: only.id } : {}),
      ...queryOf(filter, todayHere()),
      ...order,
      archived: archived ? ('true' as const) : filter.archivedToo ? ('any' as const) : ('false' as const),
    }),
    [only, filter, order, archived],
  );
  const read = useTicketRows(query, follow);
  // What was restored or archived a moment ago is in its new place before the next read says so.
  const rows = useMemo(
    () =>
      filter.archivedToo && !archived
        ? read
        : { ...read, tickets: read.tickets?.filter((card) => card.archived === archived) },
    [read, archived, filter.archivedToo],
  );
  const [inGroups, setInGroups] = useState<ReadonlyMap<string, readonly CardView[]>>(new Map());
  const names = useNames(
    projects,
    rows.tickets ?? nothing,
    filter,
    grouping === 'assignee' ? 'people' : grouping === 'company' ? 'companies' : undefined,
  );
  const groups = useMemo(
    () => (grouping === null ? [] : groupsOf(t, grouping, ownId(filter, me.id), projects, names)),
    [t, grouping, filter, me.id, projects, names],
  );
  const shown = useMemo(
    () =>
      grouping === null ? (rows.tickets ?? nothing) : groups.flatMap((group) => inGroups.get(group.id) ?? []),
    [grouping, rows.tickets, groups, inGroups],
  );
  const selection = useSelection(shown);
  const bulk = useBulk();
  const addressOf = useCallback((key: string) => `${base}/tickets/${key}${search}`, [base, search]);
  const editing = useRowEditing({ projects, names, columns, addressOf, openKey: ticketKey, selection });
  const [exporting, setExporting] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);

  const onTickets = useCallback(
    (id: string, tickets: readonly CardView[]) => setInGroups((now) => new Map(now).set(id, tickets)),
    [],
  );
  const chooseFocused = () => {
    const key = focusedTicket();
    const card = shown.find((each) => each.key === key);
    if (card === undefined || ticketKey !== undefined) return false;
    selection.toggle(card, false);
  };
  useRowKeys({ scroller, order: shown, back: base + search, open: ticketKey !== undefined });
  useKeys({
    x: chooseFocused,
    Escape: () => (selection.cards.size > 0 && ticketKey === undefined ? selection.set([]) : false),
  });

  const exportCsv = async () => {
    setExporting(true);
    try {
      const tickets = await everyTicket(api, query);
      saveAs(
        `${only?.key ?? 'tickets'}-${todayHere()}.csv`,
        ticketsAsCsv(t, tickets, await everyName(api, tickets, names)),
      );
      toast({ text: t('list.exported', { count: tickets.length }) });
    } catch (error) {
      toast({ tone: 'harm', text: errorWords(t, error) });
    } finally {
      setExporting(false);
    }
  };
  const chooseAll = async () => {
    try {
      selection.set(await everyTicket(api, query));
    } catch (error) {
      toast({ tone: 'harm', text: errorWords(t, error) });
    }
  };

  const drawer: DrawerContext | undefined = props.project && {
    project: props.project,
    board: undefined,
    base,
    search,
    order: shown,
  };
  const chosen = [...selection.cards.values()];
  const total = rows.count;
  const others =
    total !== undefined && grouping === null && chosen.length >= shown.length && total.value > chosen.length
      ? { words: t('list.bulk.all', { count: countWords(total) }), choose: () => void chooseAll() }
      : null;

  return (
    <div className="board-page">
      {props.bar(
        <BarSearch
          label={t(archived ? 'archive.search' : 'list.search')}
          value={filter.q}
          onChange={(q) => address.setFilter({ ...filter, q })}
        />,
      )}
      <FilterBar
        filter={filter}
        onChange={address.setFilter}
        projects={projects}
        nameOf={(id) => names.people.get(id)?.displayName ?? names.companies.get(id)?.name}
      >
        <ListTools
          projects={projects}
          archived={archived}
          address={address}
          arrangement={arrangement}
          onArrange={arrange}
          exporting={exporting}
          onExport={() => void exportCsv()}
          count={total}
          times={rows.times}
        />
      </FilterBar>
      {rows.tickets === undefined && rows.error !== null && <Failed error={rows.error} retry={rows.retry} />}
      {rows.tickets === undefined && rows.error === null && (
        <div className="list-wait">
          <ListSkeleton rows={14} />
        </div>
      )}
      {rows.tickets?.length === 0 &&
        (isFiltering(filter) ? (
          <NoMatch onClear={() => address.setFilter(noFilter)} />
        ) : (
          <EmptyState
            title={t(archived ? 'archive.empty' : 'list.empty')}
            text={t(
              archived ? 'archive.emptyText' : projects.length === 0 ? 'list.noProject' : 'list.emptyText',
            )}
          >
            {!archived && projects.some((project) => mayOpenIn(me, project)) && (
              <Button type="primary" onClick={() => openNew()}>
                {t('ticket.new')}
              </Button>
            )}
          </EmptyState>
        ))}
      {rows.tickets !== undefined && rows.tickets.length > 0 && (
        <ListTable
          rows={rows}
          groups={grouping === null ? null : groups}
          columns={columns}
          address={address}
          follow={follow}
          projectId={only?.id}
          openKey={ticketKey}
          chosen={chosen.length}
          shown={shown.length}
          onAll={() => selection.set(chosen.length < shown.length ? shown : [])}
          onTickets={onTickets}
          scroller={scroller}
          draw={editing.draw}
        />
      )}
      {chosen.length > 0 && (
        <BulkBar
          chosen={chosen}
          others={others}
          projects={projects}
          busy={bulk.busy}
          archived={archived}
          onChange={(change, company) => {
            void bulk.run(change, chosen, company).then((done) => {
              if (change.type === 'archive' || change.type === 'restore')
                selection.set(chosen.filter(({ id }) => !done.includes(id)));
            });
          }}
          onClear={() => selection.set([])}
        />
      )}
      {editing.editor}
      {ticketKey !== undefined && drawer !== undefined && <Outlet context={drawer} />}
    </div>
  );
}

/** Groups are made by ids: `me` is one of them. */
const ownId = (filter: ReturnType<typeof useListAddress>['filter'], myId: string) => ({
  ...filter,
  values: Object.fromEntries(
    Object.entries(filter.values).map(([name, given]) => [
      name,
      given.map((id) => (id === 'me' ? myId : id)),
    ]),
  ),
});
