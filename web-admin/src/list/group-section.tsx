import type { CardView } from '@ticketing/contracts/views.ts';
import { useTicketRows } from '@ticketing/web-kit/ticket-rows.ts';
import Button from 'antd/es/button';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryOf } from '../filter/ticket-filter.ts';
import { DownIcon, RightIcon } from '../icons.tsx';
import { AfterMoment } from '../shell/empty-states.tsx';
import { countWords } from './count-words.ts';
import type { Group } from './grouping.ts';
import { todayHere } from './today.ts';
import type { ListOrder } from './use-list-address.ts';

/** One group of the list with its own count and its own pages. A group without tickets is not shown. */
export function GroupSection(props: {
  group: Group;
  order: ListOrder;
  follow: readonly string[];
  onTickets: (groupId: string, tickets: readonly CardView[]) => void;
  draw: (card: CardView, index: number) => ReactNode;
}) {
  const { group, order, onTickets } = props;
  const { t } = useTranslation();
  const [open, setOpen] = useState(true);
  const place = useRef<HTMLDivElement>(null);
  const near = useNear(place);
  const archived = group.filter.archivedToo ? { archived: 'any' as const } : {};
  const query = { ...queryOf(group.filter, todayHere()), ...order, ...archived };
  const rows = useTicketRows(query, props.follow, near);
  const { tickets } = rows;
  useEffect(() => {
    if (tickets !== undefined) onTickets(group.id, open ? tickets : []);
  }, [group.id, tickets, open, onTickets]);
  if (tickets?.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the rows
    <div role="rowgroup" ref={place} className="group">
      {/* biome-ignore lint/a11y/useSemanticElements: as the rows */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus */}
      <div role="row" className="group-head">
        {/* biome-ignore lint/a11y/useSemanticElements: as the rows */}
        <div role="cell">
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? <DownIcon /> : <RightIcon />} <strong>{group.name}</strong>{' '}
            <span className="muted">{rows.count && countWords(rows.count)}</span>
          </button>
        </div>
      </div>
      {open && near && tickets === undefined && <RowsToCome />}
      {open && tickets?.map((card, index) => props.draw(card, index))}
      {open && rows.hasMore && (
        // biome-ignore lint/a11y/useSemanticElements: as the rows
        // biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus
        <div role="row" className="group-more">
          {/* biome-ignore lint/a11y/useSemanticElements: as the rows */}
          <div role="cell">
            <Button size="small" loading={rows.loadingMore} onClick={rows.more}>
              {t('state.more')}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** The shape of the first rows. */
function RowsToCome() {
  return (
    <AfterMoment>
      {[38, 52, 44].map((width) => (
        <div key={width} className="row-to-come">
          <div className="skeleton" style={{ width: `${width}%`, height: 12 }} />
        </div>
      ))}
    </AfterMoment>
  );
}

/** True from when the element first comes near what is in sight. */
function useNear(place: React.RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (place.current === null || near) return;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setNear(true);
      },
      { rootMargin: '400px' },
    );
    watcher.observe(place.current);
    return () => watcher.disconnect();
  }, [place, near]);
  return near;
}
