import type { CardView } from '@ticketing/contracts/views.ts';
import type { TicketRows } from '@ticketing/web-kit/ticket-rows.ts';
import { type ReactNode, type RefObject, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnName } from './columns.ts';
import { GroupedRows } from './grouped-rows.tsx';
import type { Group } from './grouping.ts';
import { ListHead } from './list-head.tsx';
import { ManyRows } from './many-rows.tsx';
import { tableStyle } from './table-style.ts';
import type { ListAddress } from './use-list-address.ts';
import './list-table.css';

/** The table itself: one long list, or one group after the other. */
export function ListTable(props: {
  rows: TicketRows;
  groups: readonly Group[] | null;
  columns: readonly ColumnName[];
  address: Pick<ListAddress, 'order' | 'sortBy' | 'grouping'>;
  follow: readonly string[];
  /** Of a list of one project. */
  projectId: string | undefined;
  openKey: string | undefined;
  /** How many are chosen, and how many are shown. */
  chosen: number;
  shown: number;
  onAll: () => void;
  onTickets: (groupId: string, tickets: readonly CardView[]) => void;
  scroller: RefObject<HTMLDivElement | null>;
  draw: (card: CardView, index: number) => ReactNode;
}) {
  const { rows, groups, address, projectId } = props;
  const { t } = useTranslation();
  const tickets = rows.tickets ?? [];
  const { count } = rows;
  const groupsHere = useMemo(
    () =>
      groups?.map((group) =>
        projectId === undefined
          ? group
          : {
              ...group,
              filter: { ...group.filter, values: { ...group.filter.values, projectId: [projectId] } },
            },
      ),
    [groups, projectId],
  );
  return (
    <div ref={props.scroller} className={rows.stale ? 'list-scroll stale' : 'list-scroll'}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows that are not in sight are not in the page, which no table element allows */}
      <div
        role="table"
        aria-label={t('list.table')}
        aria-rowcount={groups === null && count !== undefined && !count.more ? count.value + 1 : -1}
        className="list-table"
        style={tableStyle(props.columns, tickets, true)}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: as the table */}
        <div role="rowgroup" className="list-head-group">
          <ListHead
            columns={props.columns}
            order={address.order}
            sortBy={address.sortBy}
            all={props.chosen === 0 ? 'none' : props.chosen < props.shown ? 'some' : 'all'}
            onAll={props.onAll}
          />
        </div>
        {groupsHere === undefined ? (
          <ManyRows
            tickets={tickets}
            openIndex={tickets.findIndex((card) => card.key === props.openKey)}
            hasMore={rows.hasMore && !rows.loadingMore}
            onMore={rows.more}
            draw={props.draw}
          />
        ) : (
          <GroupedRows
            key={address.grouping}
            groups={groupsHere}
            order={address.order}
            follow={props.follow}
            openKey={props.openKey}
            onTickets={props.onTickets}
            draw={props.draw}
          />
        )}
      </div>
    </div>
  );
}
