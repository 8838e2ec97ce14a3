import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { CardView } from '@ticketing/contracts/views.ts';
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Cell } from './board-lanes.ts';
import { type CardNames, useCardTools } from './card-context.ts';
import { guessHeight } from './card-face.tsx';
import { type Held, TicketCard } from './ticket-card.tsx';

/** A list up to this long is all in the page, so that the browser's own search finds everything in it. */
const FEW = 24;

/** The cards of a cell: only those in sight are in the page, besides the one that is held or wants the focus. */
export const CardList = memo(function CardList(props: {
  cell: Cell;
  names: CardNames;
  mayAct: boolean;
  openKey: string | undefined;
}) {
  const { cell, names, mayAct, openKey } = props;
  const { drag } = useCardTools();
  const scroller = useRef<HTMLDivElement>(null);
  const { cards, gap, heldId, held } = useHeldIn(cell);
  const focus = useSyncExternalStore(drag.subscribe, () => drag.focusIn(cell.id));
  const wanting = focus.startsWith('!');
  const focusId = wanting ? focus.slice(1) : focus;
  const focused = focusId === '' ? -1 : cards.findIndex((card) => card.id === focusId);
  const opened = openKey === undefined ? -1 : cards.findIndex((card) => card.key === openKey);

  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const card = cards[index];
      return card === undefined ? 110 : guessHeight(card);
    },
    overscan: 4,
    // Drawn with the frame: at once, every step of scrolling would have the page laid out twice.
    useFlushSync: false,
    paddingStart: 4,
    paddingEnd: 20,
    getItemKey: useCallback((index: number) => cards[index]?.id ?? index, [cards]),
    rangeExtractor: (range) => {
      if (range.count <= FEW) return Array.from({ length: range.count }, (_, index) => index);
      const extra = [gap, focused].filter((index) => index >= 0);
      return [...new Set([...defaultRangeExtractor(range), ...extra])].sort((a, b) => a - b);
    },
  });

  // Walking through the tickets in the drawer keeps their cards in sight.
  useEffect(() => {
    if (opened >= 0) virtual.scrollToIndex(opened, { align: 'auto' });
  }, [opened, virtual]);

  const now = useRef({ virtual, gap });
  useLayoutEffect(() => {
    now.current = { virtual, gap };
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    drag.cells.set(cell.id, {
      scroller: element,
      slots: () => now.current.virtual.measurementsCache,
      gap: () => now.current.gap,
    });
    return () => {
      drag.cells.delete(cell.id);
    };
  }, [drag, cell.id]);

  return (
    <div
      ref={scroller}
      className="column-scroll"
      data-scrolls=""
      tabIndex={cards.length === 0 ? undefined : -1}
    >
      <div
        className={held === undefined ? 'slots' : 'slots moving'}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const card = cards[item.index];
          return card === undefined ? null : (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className="slot"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <TicketCard
                card={card}
                cellId={cell.id}
                names={names}
                mayAct={mayAct}
                open={openKey !== undefined && openKey === card.key}
                held={card.id === heldId ? held : undefined}
                wanted={wanting && item.index === focused}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
});

type Shown = {
  readonly cards: readonly CardView[];
  /** Where the held card is among them; -1 when it is not. */
  readonly gap: number;
  readonly heldId: string | undefined;
  readonly held: Held;
};

/** The cell's cards with the one in the air where it would be put down. */
function useHeldIn(cell: Cell): Shown {
  const { drag } = useCardTools();
  const view = useSyncExternalStore(drag.subscribe, () => drag.viewOf(cell.id));
  return useMemo(() => {
    const [heldId, index, by] = view.split('|');
    const card = drag.drag?.card;
    if (heldId === undefined || heldId === '' || card === undefined) {
      return { cards: cell.cards, gap: -1, heldId: undefined, held: undefined };
    }
    const held = by === 'keys' ? 'keys' : 'pointer';
    const others = cell.cards.some((each) => each.id === heldId)
      ? cell.cards.filter((each) => each.id !== heldId)
      : cell.cards;
    if (Number(index) < 0) return { cards: others, gap: -1, heldId, held };
    const gap = Math.min(Number(index), others.length);
    const moved = { ...card, columnId: cell.columnId };
    return { cards: [...others.slice(0, gap), moved, ...others.slice(gap)], gap, heldId, held };
  }, [view, cell, drag]);
}
