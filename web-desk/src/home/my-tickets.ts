import type { BoardView, CardView, MeView } from '@ticketing/contracts/views.ts';

export type MyTickets = {
  /** Done, and whoever looks is asked whether it helped. They are nowhere else. */
  readonly waiting: readonly CardView[];
  readonly open: readonly CardView[];
  readonly resolved: readonly CardView[];
  /** Whether colleagues asked for some of these. */
  readonly others: boolean;
};

export type Viewer = Pick<MeView, 'id' | 'companies'>;

export const newestChangeFirst = (left: CardView, right: CardView): number =>
  Date.parse(right.changedAt) - Date.parse(left.changedAt) || (left.id < right.id ? 1 : -1);

/**
 * The tickets of these boards, newest change first: those that wait for the viewer's word, those that are open until they
 * stand in a done column, and those that are resolved. Archived ones are not on a board.
 * @param mine only what the viewer reported
 */
export function myTickets(boards: readonly BoardView[], viewer: Viewer, mine: boolean): MyTickets {
  const waiting: CardView[] = [];
  const open: CardView[] = [];
  const resolved: CardView[] = [];
  let others = false;
  for (const { columns, project } of boards) {
    for (const { category, tickets } of columns) {
      for (const card of tickets) {
        // What is still on its way has no key, and no page to lead to.
        if (card.key === '') continue;
        if (card.reporterId !== viewer.id) {
          others = true;
          if (mine) continue;
        }
        if (card.review === 'awaiting' && mayReview(card, viewer, project.role)) waiting.push(card);
        else (category === 'done' ? resolved : open).push(card);
      }
    }
  }
  for (const list of [waiting, open, resolved]) list.sort(newestChangeFirst);
  return { waiting, open, resolved, others };
}

/** As the policy's row `ticket.review`: never those who do the work. */
function mayReview(card: CardView, viewer: Viewer, role: BoardView['project']['role']): boolean {
  if (role !== null && role !== 'user') return false;
  if (card.reporterId === viewer.id) return true;
  return (
    role === null && viewer.companies.some(({ id, relation }) => relation === 'user' && id === card.companyId)
  );
}
