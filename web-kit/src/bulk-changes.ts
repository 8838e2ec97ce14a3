import type { BodySentOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { changeManyTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import { newCommandId } from './command-id.ts';

/** Tickets that one request may name. */
const AT_ONCE = 200;

export type BulkBody = BodySentOf<typeof changeManyTickets>;
export type BulkChange = BulkBody['change'];

export type BulkOutcome = {
  readonly done: readonly string[];
  /** The tickets that refused, with the code of why. */
  readonly refused: readonly { readonly id: string; readonly code: string }[];
  /** The requests that it took, by their idempotency keys: what a move is taken back by. */
  readonly requests: readonly BulkRequest[];
  /** Whether it had to wait: then the person has been told so already, and what was refused is among the kept commands. */
  readonly waited: boolean;
};
export type BulkRequest = { readonly commandId: string; readonly ids: readonly string[] };

/** Any number of tickets as requests that each name no more than one may. */
export function bulkRequests(ticketIds: readonly string[]): readonly BulkRequest[] {
  const requests: BulkRequest[] = [];
  for (let from = 0; from < ticketIds.length; from += AT_ONCE) {
    requests.push({ commandId: newCommandId(), ids: ticketIds.slice(from, from + AT_ONCE) });
  }
  return requests;
}

/**
 * What takes a change back: the tickets as they were, those that the change would not have touched left out. A moved one goes
 * back to the very place that it left, unless somebody has moved it since.
 * @param cards the tickets that were changed, as they were before
 * @param requests those by which they were changed
 */
export function undoOf(
  change: BulkChange,
  cards: readonly CardView[],
  requests: readonly BulkRequest[],
): BulkBody[] {
  const one = (tickets: readonly CardView[], back: BulkChange): BulkBody[] =>
    tickets.length === 0 ? [] : [{ ticketIds: tickets.map(({ id }) => id), change: back }];
  switch (change.type) {
    case 'move':
    case 'moveBack':
      return requests.flatMap(({ commandId, ids }) =>
        one(
          cards.filter(({ id }) => ids.includes(id)),
          { type: 'moveBack', commandId },
        ),
      );
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
    case 'schedule':
      return groups(cards, (card) => `${card.startDate} ${card.dueDate}`).flatMap(([, tickets]) => {
        const [card] = tickets;
        if (card === undefined) return [];
        return one(tickets, {
          type: 'schedule',
          ...(change.startDate === undefined ? {} : { startDate: card.startDate }),
          ...(change.dueDate === undefined ? {} : { dueDate: card.dueDate }),
        });
      });
    case 'retype':
      return groups(cards, (card) => card.type).flatMap(([, tickets]) => {
        const [card] = tickets;
        return card === undefined ? [] : one(tickets, { type: 'retype', ticketType: card.type });
      });
    // Who left a ticket with its company comes back with it: only the server knows them all.
    case 'company':
      return requests.flatMap(({ commandId, ids }) =>
        one(
          cards.filter(({ id, companyId }) => ids.includes(id) && companyId !== change.companyId),
          { type: 'companyBack', commandId },
        ),
      );
    // To give it away again is one's own decision.
    case 'companyBack':
      return [];
    default:
      return change satisfies never;
  }
}

function groups(cards: readonly CardView[], by: (card: CardView) => string): [string, CardView[]][] {
  const found = new Map<string, CardView[]>();
  for (const card of cards) found.set(by(card), [...(found.get(by(card)) ?? []), card]);
  return [...found];
}
