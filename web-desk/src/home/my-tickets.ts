import type { BoardView, CardView } from '@ticketing/contracts/views.ts';

export type MyTickets = { readonly open: readonly CardView[]; readonly resolved: readonly CardView[] };

export const newestChangeFirst = (left: CardView, right: CardView): number =>
  Date.parse(right.changedAt) - Date.parse(left.changedAt) || (left.id < right.id ? 1 : -1);

/**
 * The tickets of these boards, newest change first: open until they stand in a done column. Archived ones are not on a
 * board; those that were loaded stand among the resolved. A ticket that was archived or restored while both were on the
 * screen stands where the board, which is live, has it.
 */
export function myTickets(boards: readonly BoardView[], archived: readonly CardView[]): MyTickets {
  const open: CardView[] = [];
  const resolved: CardView[] = [];
  const onBoards = new Set<string>();
  for (const { columns } of boards) {
    for (const { category, tickets } of columns) {
      for (const card of tickets) {
        // What is still on its way has no key, and no page to lead to.
        if (card.key === '') continue;
        onBoards.add(card.id);
        (category === 'done' ? resolved : open).push(card);
      }
    }
  }
  for (const card of archived) if (!onBoards.has(card.id)) resolved.push(card);
  return { open: open.sort(newestChangeFirst), resolved: resolved.sort(newestChangeFirst) };
}
