import { useVirtualizer } from '@tanstack/react-virtual';
import type { CardView } from '@ticketing/contracts/views.ts';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useKeptRow } from './kept-row.ts';

/** Pixels of a row before it has been measured. */
const GUESS = 37;
/** Rows before the end at which the next ones are asked for. */
const AHEAD = 20;

/** A list of any length: only the rows in sight are in the page, and more are asked for as one comes near the end. */
export function ManyRows(props: {
  tickets: readonly CardView[];
  /** The row that must be in sight, as one walks along. */
  openIndex: number;
  hasMore: boolean;
  onMore: () => void;
  draw: (card: CardView, index: number) => ReactNode;
}) {
  const { tickets, openIndex, hasMore, onMore, draw } = props;
  const body = useRef<HTMLDivElement>(null);
  const kept = useKeptRow((id) => tickets.findIndex((card) => card.id === id));
  const virtual = useVirtualizer<Element, HTMLDivElement>({
    count: tickets.length,
    // Found from within: a ref of what stands around is not set yet when this is shown for the first time.
    getScrollElement: () => body.current?.closest('.list-scroll') ?? null,
    estimateSize: () => GUESS,
    overscan: 12,
    getItemKey: useCallback((index: number) => tickets[index]?.id ?? index, [tickets]),
    rangeExtractor: kept.withKept,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= tickets.length - AHEAD) onMore();
  }, [hasMore, last, tickets.length, onMore]);
  useEffect(() => {
    if (openIndex >= 0) virtual.scrollToIndex(openIndex, { align: 'auto' });
  }, [openIndex, virtual]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the rows
    <div
      ref={body}
      role="rowgroup"
      style={{ height: virtual.getTotalSize(), position: 'relative' }}
      onFocus={kept.onFocus}
      onBlur={kept.onBlur}
    >
      {items.map((item) => {
        const card = tickets[item.index];
        return card === undefined ? null : (
          <div
            key={item.key}
            role="presentation"
            ref={virtual.measureElement}
            data-index={item.index}
            data-row={card.id}
            className="many-row"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {draw(card, item.index)}
          </div>
        );
      })}
    </div>
  );
}
