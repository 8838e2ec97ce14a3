import type { BodySentOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import { changeManyTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import type { ApiClient } from './api-client.ts';

/** Tickets that one request may name. */
const AT_ONCE = 200;

export type BulkBody = BodySentOf<typeof changeManyTickets>;
export type BulkChange = BulkBody['change'];

export type BulkOutcome = {
  readonly done: readonly string[];
  /** The tickets that refused, with the code of why. */
  readonly refused: readonly { readonly id: string; readonly code: string }[];
};

/** Changes any number of tickets, in the order given. @throws ApiError when a request does not get through */
export async function changeMany(
  api: ApiClient,
  ticketIds: readonly string[],
  change: BulkChange,
): Promise<BulkOutcome> {
  const done: string[] = [];
  const refused: { id: string; code: string }[] = [];
  for (let from = 0; from < ticketIds.length; from += AT_ONCE) {
    const body = { ticketIds: ticketIds.slice(from, from + AT_ONCE), change };
    const { results } = await api.call(changeManyTickets, { body });
    for (const result of results) {
      if (result.ok) done.push(result.id);
      else refused.push({ id: result.id, code: result.code });
    }
  }
  return { done, refused };
}

/**
 * What takes a change back: the tickets as they were, those that the change would not have touched left out. A move
 * back puts them at the end of their old columns.
 * @param cards the tickets that were changed, as they were before
 */
export function undoOf(change: BulkChange, cards: readonly CardView[]): BulkBody[] {
  const one = (tickets: readonly CardView[], back: BulkChange): BulkBody[] =>
    tickets.length === 0 ? [] : [{ ticketIds: tickets.map(({ id }) => id), change: back }];
  switch (change.type) {
    case 'move':
      return groups(
        cards.filter((card) => card.columnId !== change.columnId),
        (card) => card.columnId,
      ).flatMap(([columnId, tickets]) => one(tickets, { type: 'move', columnId }));
    case 'assign':
      return one(
        cards.filter((card) => !card.assigneeIds.includes(change.userId)),
        { type: 'unassign', userId: change.userId },
      );
    case 'unassign':
      return one(
        cards.filter((card) => card.assigneeIds.includes(change.userId)),
        { type: 'assign', userId: change.userId },
      );
    case 'tag':
      return one(
        cards.filter((card) => !card.tagIds.includes(change.tagId)),
        { type: 'untag', tagId: change.tagId },
      );
    case 'untag':
      return one(
        cards.filter((card) => card.tagIds.includes(change.tagId)),
        { type: 'tag', tagId: change.tagId },
      );
    case 'archive':
      return one(
        cards.filter((card) => !card.archived),
        { type: 'restore' },
      );
    case 'restore':
      return one(
        cards.filter((card) => card.archived),
        { type: 'archive' },
      );
    case 'prioritise':
      return groups(cards, (card) => `${card.priority} ${card.urgency} ${card.importance}`).flatMap(
        ([, tickets]) => {
          const [card] = tickets;
          if (card === undefined) return [];
          return one(tickets, {
            type: 'prioritise',
            ...(change.priority === undefined ? {} : { priority: card.priority }),
            ...(change.urgency === undefined ? {} : { urgency: card.urgency }),
            ...(change.importance === undefined ? {} : { importance: card.importance }),
          });
        },
      );
    default:
      return change satisfies never;
  }
}

function groups(cards: readonly CardView[], by: (card: CardView) => string): [string, CardView[]][] {
  const found = new Map<string, CardView[]>();
  for (const card of cards) found.set(by(card), [...(found.get(by(card)) ?? []), card]);
  return [...found];
}
