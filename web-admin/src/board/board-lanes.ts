import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { levels } from '@ticketing/web-kit/levels.ts';

type Columns = BoardView['columns'];

export const groupings = ['assignee', 'priority', 'company', 'parent'] as const;
export type Grouping = (typeof groupings)[number];
export const readGrouping = (text: string | null): Grouping | null =>
  groupings.find((grouping) => grouping === text) ?? null;

/** Where cards of one lane and one column lie. */
export type Cell = {
  /** `lane|column`, or the column's id where there are no lanes. */
  readonly id: string;
  readonly laneId: string;
  readonly columnId: string;
  readonly cards: readonly CardView[];
};

export type Lane = {
  /** What its cards have in the field that they are grouped by; `none` for those that have nothing there. */
  readonly id: string;
  /** Of the field's value; undefined for `none`, and for a ticket above that is not on the board. */
  readonly name: string | undefined;
  readonly count: number;
  /** One for each column, in the order of the columns. */
  readonly cells: readonly Cell[];
};

/** The one lane of a board that is not grouped. */
export const ALL = 'all';
export const NONE = 'none';

/**
 * The board's cards by lane and column. Somebody's card lies in the lane of each of its assignees. Lanes are in the
 * order of their field (priorities from critical down, names by alphabet), what has nothing in it last.
 *
 * @param shown columns with the cards that the filter leaves
 */
export function lanesOf(board: BoardView, shown: Columns, grouping: Grouping | null): Lane[] {
  if (grouping === null) {
    const cells = shown.map((column) => ({
      id: column.id,
      laneId: ALL,
      columnId: column.id,
      cards: column.tickets,
    }));
    return [{ id: ALL, name: undefined, count: countOf(cells), cells }];
  }
  const byLane = new Map<string, Map<string, CardView[]>>();
  for (const column of shown) {
    for (const card of column.tickets) {
      for (const laneId of lanesOfCard(card, grouping)) {
        const lane = byLane.get(laneId) ?? new Map<string, CardView[]>();
        byLane.set(laneId, lane);
        const cell = lane.get(column.id);
        if (cell === undefined) lane.set(column.id, [card]);
        else cell.push(card);
      }
    }
  }
  for (const id of always(board, grouping)) if (!byLane.has(id)) byLane.set(id, new Map());
  const names = laneNames(board, grouping);
  const lanes = [...byLane].map(([id, cards]): Lane => {
    const cells = shown.map((column) => ({
      id: `${id}|${column.id}`,
      laneId: id,
      columnId: column.id,
      cards: cards.get(column.id) ?? [],
    }));
    return { id, name: names.get(id), count: countOf(cells), cells };
  });
  return lanes.sort((one, other) => inOrder(one, other, grouping));
}

/** Lanes that are there without cards too: what a card can be given by putting it there, or rid of. */
function always(board: BoardView, grouping: Grouping): readonly string[] {
  switch (grouping) {
    case 'priority':
      return levels.map(String);
    case 'company':
      return board.allowed.includes('ticket.company') ? [...board.project.companyIds, NONE] : [];
    case 'assignee':
    case 'parent':
      return [NONE];
    default:
      return grouping satisfies never;
  }
}

const countOf = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.cards.length, 0);

export function lanesOfCard(card: CardView, grouping: Grouping): readonly string[] {
  switch (grouping) {
    case 'assignee':
      return card.assigneeIds.length === 0 ? [NONE] : card.assigneeIds;
    case 'priority':
      return [String(card.priority)];
    case 'company':
      return [card.companyId ?? NONE];
    case 'parent':
      return [card.parentId ?? NONE];
    default:
      return grouping satisfies never;
  }
}

function laneNames(board: BoardView, grouping: Grouping): ReadonlyMap<string, string> {
  switch (grouping) {
    case 'assignee':
      return new Map(board.people.map((person) => [person.id, person.displayName]));
    case 'company':
      return new Map(board.companies.map((company) => [company.id, company.name]));
    case 'parent':
      return new Map(
        board.columns.flatMap((column) =>
          column.tickets.map((card) => [card.id, `${card.key} ${card.title}`] as const),
        ),
      );
    case 'priority':
      return new Map();
    default:
      return grouping satisfies never;
  }
}

function inOrder(one: Lane, other: Lane, grouping: Grouping): number {
  if (one.id === NONE || other.id === NONE) return one.id === NONE ? 1 : -1;
  if (grouping === 'priority') return Number(other.id) - Number(one.id);
  return (
    (one.name ?? '￿').localeCompare(other.name ?? '￿', undefined, { numeric: true }) ||
    (one.id < other.id ? -1 : 1)
  );
}

/** Lists of cards that are as before stay the same list, so that only cells whose cards changed are drawn again. */
export function keepSame(before: ReadonlyMap<string, Cell>, lanes: readonly Lane[]): Lane[] {
  return lanes.map((lane) => ({
    ...lane,
    cells: lane.cells.map((cell) => {
      const old = before.get(cell.id);
      const same =
        old !== undefined &&
        old.cards.length === cell.cards.length &&
        old.cards.every((card, index) => card === cell.cards[index]);
      return same ? old : cell;
    }),
  }));
}
