import type { BoardView, CardView } from '@ticketing/contracts/views.ts';

export type BoardFilter = {
  /** Part of a key or a title, without regard to case. */
  readonly words: string;
  readonly assigneeId: string | null;
};

export const noFilter: BoardFilter = { words: '', assigneeId: null };
export const isFiltering = (filter: BoardFilter): boolean =>
  filter.words.trim() !== '' || filter.assigneeId !== null;

function matches(card: CardView, filter: BoardFilter, words: string): boolean {
  if (filter.assigneeId !== null && !card.assigneeIds.includes(filter.assigneeId)) return false;
  return (
    words === '' ||
    card.title.toLocaleLowerCase().includes(words) ||
    card.key.toLocaleLowerCase().includes(words)
  );
}

/** The columns with the cards that match; columns without a hidden card stay the same object. */
export function filterColumns(columns: BoardView['columns'], filter: BoardFilter): BoardView['columns'] {
  if (!isFiltering(filter)) return columns;
  const words = filter.words.trim().toLocaleLowerCase();
  return columns.map((column) => {
    const tickets = column.tickets.filter((card) => matches(card, filter, words));
    return tickets.length === column.tickets.length ? column : { ...column, tickets };
  });
}
