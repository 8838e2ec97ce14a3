import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import type { CardView } from '@ticketing/contracts/views.ts';
import Button from 'antd/es/button';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DownIcon, RightIcon } from '../icons.tsx';
import { AfterMoment } from '../shell/empty-states.tsx';
import { countWords } from './count-words.ts';
import { type GroupItem, type GroupRows, groupItems, headsOf } from './group-items.ts';
import { GroupReader } from './group-reader.tsx';
import type { Group } from './grouping.ts';
import { useKeptRow } from './kept-row.ts';
import type { ListOrder } from './use-list-address.ts';

/** Pixels of a line before it has been measured. */
const GUESS = { head: 37, row: 37, wait: 108, more: 37 } as const;

/**
 * One group after the other, of any length: only the lines in sight are in the page, and a group is read when it first comes
 * near. Its head stays on top as long as one of its rows is in sight.
 */
export function GroupedRows(props: {
  groups: readonly Group[];
  order: ListOrder;
  follow: readonly string[];
  openKey: string | undefined;
  onTickets: (groupId: string, tickets: readonly CardView[]) => void;
  draw: (card: CardView, index: number) => ReactNode;
}) {
  const { groups, openKey, onTickets } = props;
  const [rowsOf, setRowsOf] = useState<ReadonlyMap<string, GroupRows>>(new Map());
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const readOn = useRef(new Map<string, () => void>());
  const body = useRef<HTMLDivElement>(null);
  const items = useMemo(() => groupItems(groups, rowsOf, folded), [groups, rowsOf, folded]);
  const heads = useMemo(() => headsOf(items), [items]);
  // Of each head, by its place, the last line of its group.
  const ends = useMemo(() => new Map(heads.map((head, index) => [head, index])), [heads]);
  const kept = useKeptRow((key) => items.findIndex((item) => item.key === key));

  const virtual = useVirtualizer<Element, HTMLDivElement>({
    count: items.length,
    // Found from within: a ref of what stands around is not set yet when this is shown for the first time.
    getScrollElement: () => body.current?.closest('.list-scroll') ?? null,
    estimateSize: (index) => GUESS[items[index]?.kind ?? 'row'],
    overscan: 12,
    // What is led to is not to lie under the head of its group.
    scrollPaddingStart: GUESS.head,
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    rangeExtractor: (range) => {
      const shown = kept.withKept(range);
      return [...new Set([...shown.map((index) => heads[index] ?? index), ...shown])].sort((a, b) => a - b);
    },
  });
  const shown = virtual.getVirtualItems();

  const near = groupsIn(shown, items);
  const unread = near.filter(({ id }) => !wanted.has(id)).map(({ id }) => id);
  const unreadIds = unread.join(' ');
  useEffect(() => {
    if (unreadIds !== '') setWanted((now) => new Set([...now, ...unreadIds.split(' ')]));
  }, [unreadIds]);

  const onRows = useCallback((id: string, rows: GroupRows, more: () => void) => {
    readOn.current.set(id, more);
    setRowsOf((now) => new Map(now).set(id, rows));
  }, []);
  useEffect(() => {
    for (const [id, { tickets }] of rowsOf) {
      if (tickets !== undefined) onTickets(id, folded.has(id) ? [] : tickets);
    }
  }, [rowsOf, folded, onTickets]);

  const opened =
    openKey === undefined ? -1 : items.findIndex((item) => item.kind === 'row' && item.card.key === openKey);
  useEffect(() => {
    if (opened >= 0) virtual.scrollToIndex(opened, { align: 'auto' });
  }, [opened, virtual]);

  const fold = (id: string) =>
    setFolded((now) => new Set(now.has(id) ? [...now].filter((each) => each !== id) : [...now, id]));

  return (
    <>
      {groups
        .filter(({ id }) => wanted.has(id))
        .map((group) => (
          <GroupReader
            key={group.id}
            group={group}
            order={props.order}
            follow={props.follow}
            onRows={onRows}
          />
        ))}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only sees which of its rows has the focus */}
      <div
        ref={body}
        role="presentation"
        className="groups"
        style={{ height: virtual.getTotalSize() }}
        onFocus={kept.onFocus}
        onBlur={kept.onBlur}
      >
        {near.map((group) => {
          const lines = shown.filter((line) => items[line.index]?.group.id === group.id);
          const head = lines[0];
          if (head === undefined) return null;
          const end = virtual.measurementsCache[ends.get(head.index) ?? head.index]?.end ?? head.end;
          return (
            // biome-ignore lint/a11y/useSemanticElements: as the rows
            <div
              key={group.id}
              role="rowgroup"
              className="group"
              // By its place and not by a transform, which what stays on top would not see.
              style={{ top: head.start, height: end - head.start }}
            >
              {lines.map((line) => {
                const item = items[line.index];
                if (item === undefined) return null;
                const isHead = item.kind === 'head';
                return (
                  <div
                    key={line.key}
                    ref={virtual.measureElement}
                    data-index={line.index}
                    data-row={item.key}
                    role="presentation"
                    className={isHead ? 'group-top' : 'many-row'}
                    style={isHead ? undefined : { transform: `translateY(${line.start - head.start}px)` }}
                  >
                    <Line
                      item={item}
                      index={line.index}
                      rows={rowsOf.get(group.id)}
                      open={!folded.has(group.id)}
                      onFold={() => fold(group.id)}
                      onMore={() => readOn.current.get(group.id)?.()}
                      draw={props.draw}
                    />
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
    </>
  );
}

/** The groups that these lines are of, in their order. */
function groupsIn(lines: readonly VirtualItem[], items: readonly GroupItem[]): readonly Group[] {
  const found = new Map<string, Group>();
  for (const { index } of lines) {
    const group = items[index]?.group;
    if (group !== undefined) found.set(group.id, group);
  }
  return [...found.values()];
}

function Line(props: {
  item: GroupItem;
  /** Its place among all lines. */
  index: number;
  rows: GroupRows | undefined;
  open: boolean;
  onFold: () => void;
  onMore: () => void;
  draw: (card: CardView, index: number) => ReactNode;
}) {
  const { item, index, rows } = props;
  const { t } = useTranslation();
  switch (item.kind) {
    case 'head':
      return (
        // biome-ignore lint/a11y/useSemanticElements: as the rows
        // biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus
        <div role="row" aria-rowindex={index + 2} className="group-head">
          {/* biome-ignore lint/a11y/useSemanticElements: as the rows */}
          <div role="cell">
            <button type="button" aria-expanded={props.open} onClick={props.onFold}>
              {props.open ? <DownIcon /> : <RightIcon />} <strong>{item.group.name}</strong>{' '}
              <span className="muted">{rows?.count && countWords(rows.count)}</span>
            </button>
          </div>
        </div>
      );
    case 'row':
      return props.draw(item.card, index);
    case 'wait':
      return <RowsToCome />;
    case 'more':
      return (
        // biome-ignore lint/a11y/useSemanticElements: as the rows
        // biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus
        <div role="row" aria-rowindex={index + 2} className="group-more">
          {/* biome-ignore lint/a11y/useSemanticElements: as the rows */}
          <div role="cell">
            <Button size="small" loading={rows?.loadingMore ?? false} onClick={props.onMore}>
              {t('state.more')}
            </Button>
          </div>
        </div>
      );
    default:
      return item satisfies never;
  }
}

/** The shape of the first rows. */
function RowsToCome() {
  return (
    <div className="rows-to-come">
      <AfterMoment>
        {[38, 52, 44].map((width) => (
          <div key={width} className="row-to-come">
            <div className="skeleton" style={{ width: `${width}%`, height: 12 }} />
          </div>
        ))}
      </AfterMoment>
    </div>
  );
}
