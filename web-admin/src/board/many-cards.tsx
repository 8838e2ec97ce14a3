import { useDndContext } from '@dnd-kit/core';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { CardView } from '@ticketing/contracts/views.ts';
import { type ReactNode, type RefObject, useCallback } from 'react';

/** Pixels of a card before it has been measured, its gap included. */
const GUESS = 92;

/** A long column: only the cards in sight are in the page, and the one being dragged. */
export function ManyCards(props: {
  cards: readonly CardView[];
  scroller: RefObject<HTMLDivElement | null>;
  draw: (card: CardView) => ReactNode;
}) {
  const { cards, scroller, draw } = props;
  const { active } = useDndContext();
  const dragged = active === null ? -1 : cards.findIndex((card) => card.id === active.id);
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => GUESS,
    overscan: 8,
    getItemKey: useCallback((index: number) => cards[index]?.id ?? index, [cards]),
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return dragged < 0 || shown.includes(dragged) ? shown : [...shown, dragged].sort((a, b) => a - b);
    },
  });
  return (
    <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
      {virtual.getVirtualItems().map((item) => {
        const card = cards[item.index];
        return card === undefined ? null : (
          <div
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            className="many-slot"
            style={{ top: item.start }}
          >
            {draw(card)}
          </div>
        );
      })}
    </div>
  );
}
