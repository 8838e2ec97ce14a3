import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { cardOn } from '@ticketing/web-kit/board-cache.ts';
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cell, Grouping, Lane } from './board-lanes.ts';
import { DragStore } from './drag/drag-store.ts';
import { nextSpot } from './drag/keyboard-drag.ts';
import { followPointer } from './drag/pointer-drag.ts';
import { isAt, isNumbered, placeAmong } from './drop-place.ts';
import { laneChange } from './lane-change.ts';
import { refusalOf } from './move-rules.ts';
import type { CardChanges } from './use-card-changes.ts';

type Shown = {
  readonly board: BoardView;
  readonly lanes: readonly Lane[];
  readonly grouping: Grouping | null;
  readonly mayMove: boolean;
};

/** The button that expands a collapsed column. */
const expanderOf = (root: HTMLElement | null, columnId: string) =>
  root?.querySelector<HTMLElement>(`[data-expands="${CSS.escape(columnId)}"]`);

/** Keys that move a card which is in the air. */
const MOVES = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'];

/** Drag and drop by mouse, touch and keyboard, and what is said of it to those who do not see it. */
export function useBoardDrag(
  root: RefObject<HTMLElement | null>,
  hanging: RefObject<HTMLElement | null>,
  shown: Shown,
  put: CardChanges['put'],
) {
  const { t } = useTranslation();
  const [store] = useState(() => new DragStore());
  const [words, say] = useState('');
  const now = useRef({ ...shown, put, t });
  useLayoutEffect(() => {
    now.current = { ...shown, put, t };
  });

  const drag = useMemo(() => {
    const cellOf = (id: string): Cell | undefined => {
      for (const lane of now.current.lanes) {
        const cell = lane.cells.find((each) => each.id === id);
        if (cell !== undefined) return cell;
      }
      return undefined;
    };
    const columnOf = (id: string | undefined) => now.current.board.columns.find((column) => column.id === id);

    /** What putting the card into the cell would need besides a move; null when its lane does not take it. */
    const laneInto = (card: CardView, fromCell: Cell, cell: Cell) => {
      const { board, grouping } = now.current;
      if (grouping === null || fromCell.laneId === cell.laneId) return undefined;
      return laneChange(board, grouping, card, fromCell.laneId, cell.laneId) ?? null;
    };

    const lift = (cardId: string, cellId: string, by: 'pointer' | 'keys', size: number): boolean => {
      const card = cardOn(now.current.board, cardId);
      const cell = cellOf(cellId);
      const index = cell?.cards.findIndex((each) => each.id === cardId) ?? -1;
      if (!now.current.mayMove || card === undefined || index < 0 || !isNumbered(card)) return false;
      const from = { cellId, index };
      store.lift({ card, by, from, spot: from, size });
      say(now.current.t('board.drag.start', { key: card.key }));
      return true;
    };

    const cancel = () => {
      const ended = store.end();
      if (ended === undefined) return;
      if (ended.by === 'keys') store.wantFocus(ended.from.cellId, ended.card.id);
      say(now.current.t('board.drag.cancel', { key: ended.card.key }));
    };

    const drop = () => {
      const held = store.drag;
      const card = held && cardOn(now.current.board, held.card.id);
      const [fromCell, cell] = [held && cellOf(held.from.cellId), held && cellOf(held.spot.cellId)];
      const column = columnOf(cell?.columnId);
      if (held === undefined || card === undefined || !fromCell || !cell || !column) return cancel();
      const lane = laneInto(card, fromCell, cell);
      if (lane === null) return cancel();
      const others = cell.cards.filter((each) => each.id !== card.id);
      const place = placeAmong(column.id, column.tickets, others, held.spot.index, card.id);
      const stays = isAt(column.tickets, card.id, place);
      const words = { key: card.key, column: column.name };
      // The board must show the card in its new place before the held one is gone from there.
      const done = (stays && lane === undefined) || now.current.put(card, stays ? undefined : place, lane);
      store.end();
      if (held.by === 'keys') {
        const stands = done ? cell : fromCell;
        // Where no cards are shown the focus goes to what shows them.
        if (store.cells.get(stands.id)?.closed) expanderOf(root.current, stands.columnId)?.focus();
        else store.wantFocus(stands.id, card.id);
      }
      say(now.current.t(done ? 'board.drag.end' : 'board.drag.cancel', words));
    };

    const step = (key: string) => {
      const held = store.drag;
      if (held === undefined) return;
      const { lanes, board } = now.current;
      const fromCell = cellOf(held.from.cellId);
      const next = nextSpot(lanes, held, key, (lane, index) => {
        const cell = lanes[lane]?.cells[index];
        const column = columnOf(cell?.columnId);
        if (!cell || !column || !fromCell || !store.cells.has(cell.id)) return false;
        return (
          refusalOf(board, held.card, column) === undefined && laneInto(held.card, fromCell, cell) !== null
        );
      });
      store.moveTo(next);
      const cell = cellOf(next.cellId);
      const count = (cell?.cards.filter((card) => card.id !== held.card.id).length ?? 0) + 1;
      const column = columnOf(cell?.columnId)?.name;
      say(now.current.t('board.drag.over', { key: held.card.key, column, place: next.index + 1, count }));
    };
    return { lift, cancel, drop, step, cellOf };
  }, [store, root]);

  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    return followPointer(element, {
      store,
      lift: (card) => {
        const cellId = card.closest<HTMLElement>('[data-cell]')?.dataset.cell ?? '';
        const size = card.closest<HTMLElement>('.slot')?.offsetHeight ?? card.offsetHeight;
        return drag.lift(card.dataset.cardId ?? '', cellId, 'pointer', size);
      },
      drop: drag.drop,
      cancel: drag.cancel,
      hanging: () => hanging.current,
    });
  }, [root, hanging, store, drag]);

  // While a card is held by keys they are its own, wherever the focus is on the way.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (store.drag?.by !== 'keys') return;
      if (MOVES.includes(event.key)) drag.step(event.key);
      else if (event.key === ' ' || event.key === 'Enter') drag.drop();
      else if (event.key === 'Escape' || event.key === 'Tab') drag.cancel();
      event.preventDefault();
      event.stopPropagation();
    };
    // The space bar lifts a card and does not also open it, in no browser.
    const onKeyUp = (event: KeyboardEvent) => {
      const onCard = event.target instanceof Element && event.target.matches('[data-card-id]');
      if (event.key === ' ' && onCard) event.preventDefault();
    };
    const onDown = () => {
      if (store.drag?.by === 'keys') drag.cancel();
    };
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('keyup', onKeyUp, true);
    window.addEventListener('pointerdown', onDown, true);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('keyup', onKeyUp, true);
      window.removeEventListener('pointerdown', onDown, true);
    };
  }, [store, drag]);

  return { store, drag, words };
}
