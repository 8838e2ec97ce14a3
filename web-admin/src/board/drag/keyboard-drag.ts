import type { Lane } from '../board-lanes.ts';
import type { Drag, Spot } from './drag-store.ts';

/** Cells as a person walks through them: lanes from top to bottom, in each its columns. */
export type Grid = readonly Lane[];

function whereIs(grid: Grid, cellId: string): readonly [lane: number, column: number] | undefined {
  for (const [lane, { cells }] of grid.entries()) {
    const column = cells.findIndex((cell) => cell.id === cellId);
    if (column >= 0) return [lane, column];
  }
  return undefined;
}

/** How many cards the cell shows besides the one with this id. */
function othersIn(grid: Grid, lane: number, column: number, cardId: string): number {
  const cards = grid[lane]?.cells[column]?.cards ?? [];
  return cards.length - (cards.some((card) => card.id === cardId) ? 1 : 0);
}

/**
 * Where an arrow key takes the lifted card: up and down among the cards of its cell and on into the next lane, left and
 * right into the next column at the same height. The same spot where there is nothing further.
 *
 * @param mayEnter whether the card may be put into the column
 */
export function nextSpot(
  grid: Grid,
  { card, spot }: Pick<Drag, 'card' | 'spot'>,
  key: string,
  mayEnter: (lane: number, column: number) => boolean,
): Spot {
  const at = whereIs(grid, spot.cellId);
  if (at === undefined) return spot;
  const [lane, column] = at;
  const goTo = (toLane: number, toColumn: number, index: number): Spot | undefined => {
    const cell = grid[toLane]?.cells[toColumn];
    if (cell === undefined || !mayEnter(toLane, toColumn)) return undefined;
    return { cellId: cell.id, index: Math.min(index, othersIn(grid, toLane, toColumn, card.id)) };
  };
  const count = othersIn(grid, lane, column, card.id);
  switch (key) {
    case 'ArrowUp':
      if (spot.index > 0) return { ...spot, index: spot.index - 1 };
      return firstOf(range(lane - 1, -1), (each) => goTo(each, column, Number.POSITIVE_INFINITY)) ?? spot;
    case 'ArrowDown':
      if (spot.index < count) return { ...spot, index: spot.index + 1 };
      return firstOf(range(lane + 1, grid.length), (each) => goTo(each, column, 0)) ?? spot;
    case 'ArrowLeft':
      return firstOf(range(column - 1, -1), (each) => goTo(lane, each, spot.index)) ?? spot;
    case 'ArrowRight': {
      const end = grid[lane]?.cells.length ?? 0;
      return firstOf(range(column + 1, end), (each) => goTo(lane, each, spot.index)) ?? spot;
    }
    case 'Home':
      return { ...spot, index: 0 };
    case 'End':
      return { ...spot, index: count };
    default:
      return spot;
  }
}

/** The numbers from `from` on until `end`, which is not among them, in either direction. */
function range(from: number, end: number): number[] {
  const step = end < from ? -1 : 1;
  return Array.from({ length: Math.max(0, (end - from) * step) }, (_, index) => from + index * step);
}

function firstOf<T>(list: readonly number[], find: (each: number) => T | undefined): T | undefined {
  for (const each of list) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The card that an arrow key leads to from a card that is not lifted. */
export function nextCard(
  grid: Grid,
  cellId: string,
  cardId: string,
  key: string,
): { readonly cellId: string; readonly cardId: string } | undefined {
  const at = whereIs(grid, cellId);
  if (at === undefined) return undefined;
  const [lane, column] = at;
  const cards = grid[lane]?.cells[column]?.cards ?? [];
  const index = cards.findIndex((card) => card.id === cardId);
  const cardAt = (toLane: number, toColumn: number, wish: number) => {
    const cell = grid[toLane]?.cells[toColumn];
    const card = cell?.cards[Math.min(wish, cell.cards.length - 1)];
    return cell === undefined || card === undefined ? undefined : { cellId: cell.id, cardId: card.id };
  };
  switch (key) {
    case 'ArrowUp':
      if (index > 0) return cardAt(lane, column, index - 1);
      return firstOf(range(lane - 1, -1), (each) => cardAt(each, column, Number.POSITIVE_INFINITY));
    case 'ArrowDown':
      if (index < cards.length - 1) return cardAt(lane, column, index + 1);
      return firstOf(range(lane + 1, grid.length), (each) => cardAt(each, column, 0));
    case 'ArrowLeft':
      return firstOf(range(column - 1, -1), (each) => cardAt(lane, each, index));
    case 'ArrowRight':
      return firstOf(range(column + 1, grid[lane]?.cells.length ?? 0), (each) => cardAt(lane, each, index));
    case 'Home':
      return cardAt(lane, column, 0);
    case 'End':
      return cardAt(lane, column, Number.POSITIVE_INFINITY);
    default:
      return undefined;
  }
}
