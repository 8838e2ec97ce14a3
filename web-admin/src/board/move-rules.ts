import type { BoardView, CardView } from '@ticketing/contracts/views.ts';

type Column = BoardView['columns'][number];

/** Why the project's own rules keep a card out of a column, as the server would say it. */
export type MoveRefusal = 'transition_not_allowed' | 'column_full' | 'due_date_required';

/** Undefined when the card may go there. What only the server knows (rights on the ticket, hidden cards) it says itself. */
export function refusalOf(board: BoardView, card: CardView, to: Column): MoveRefusal | undefined {
  if (card.columnId === to.id) return undefined;
  const from = board.columns.find((column) => column.id === card.columnId);
  if (from?.leadsTo && !from.leadsTo.includes(to.id)) return 'transition_not_allowed';
  if (board.project.dueDateBeforeDone && to.category === 'done' && card.dueDate === null) {
    return 'due_date_required';
  }
  if (board.project.limitsEnforced && to.maximum !== null && to.tickets.length >= to.maximum) {
    return 'column_full';
  }
  return undefined;
}

/** How a column stands to its limits. */
export function limitState(
  column: Pick<Column, 'minimum' | 'maximum'>,
  count: number,
): 'over' | 'under' | 'full' | undefined {
  if (column.maximum !== null && count > column.maximum) return 'over';
  if (column.minimum !== null && count < column.minimum) return 'under';
  return column.maximum !== null && count === column.maximum ? 'full' : undefined;
}
