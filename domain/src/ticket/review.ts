import { DomainError } from '@ticketing/contracts/errors.ts';
import type { RecordedEvent, TicketEvent } from '@ticketing/contracts/events/event.ts';
import type { ReviewState, Stars } from '@ticketing/contracts/kinds.ts';
import type { ProjectState } from '../project/state.ts';
import type { TicketCommand } from './commands.ts';
import { rankAtEnd } from './rank.ts';
import type { TicketState } from './state.ts';

/**
 * The review of a resolution: a ticket with a company that enters a done column asks for it; its reporter or an
 * employee of that company accepts it or sends it back to work. Every round is kept.
 */
export type Review = {
  /** Counted from 1. */
  readonly round: number;
  readonly state: ReviewState;
  readonly proposedAt: string;
  readonly answeredAt: string | null;
  readonly answeredById: string | null;
  readonly stars: Stars | null;
  /** What was said on accepting, or why it was rejected. */
  readonly words: string | null;
};

/** Folds one event into the rounds of a review, the oldest first. Never throws. */
export function evolveReviews(reviews: readonly Review[], event: RecordedEvent): readonly Review[] {
  const answered = (round: number, change: Partial<Review>) =>
    reviews.map((review) => (review.round === round ? { ...review, ...change } : review));
  const { at, actorId } = event.metadata;
  switch (event.type) {
    case 'ResolutionProposed':
      return [
        ...reviews,
        {
          round: event.data.round,
          state: 'awaiting',
          proposedAt: at,
          answeredAt: null,
          answeredById: null,
          stars: null,
          words: null,
        },
      ];
    case 'ResolutionAccepted': {
      const { round, stars, words } = event.data;
      return answered(round, { state: 'accepted', answeredAt: at, answeredById: actorId, stars, words });
    }
    case 'ResolutionRejected': {
      const { round, reason } = event.data;
      return answered(round, { state: 'rejected', answeredAt: at, answeredById: actorId, words: reason });
    }
    case 'ResolutionWithdrawn':
      return answered(event.data.round, { state: 'withdrawn' });
    default:
      return reviews;
  }
}

type Moving = {
  readonly companyId: string | null;
  readonly reviews: readonly Review[];
  /** `undefined` for a ticket that is being opened. */
  readonly fromColumnId: string | undefined;
  readonly columnId: string;
};

/**
 * What the way from one column to another means for the review: entering the done columns asks for the next round,
 * leaving them takes back what nobody answered. From one done column to another an asked or accepted one stands.
 */
export function reviewOnMove(
  { companyId, reviews, fromColumnId, columnId }: Moving,
  project: ProjectState,
): readonly TicketEvent[] {
  const last = reviews.at(-1);
  if (!isDone(project, columnId)) {
    return last?.state === 'awaiting' ? [{ type: 'ResolutionWithdrawn', data: { round: last.round } }] : [];
  }
  if (companyId === null || last?.state === 'awaiting') return [];
  if (isDone(project, fromColumnId) && last?.state === 'accepted') return [];
  return [{ type: 'ResolutionProposed', data: { round: (last?.round ?? 0) + 1 } }];
}

/**
 * What another company means for the review of a done ticket. A question that is open is taken back from those who lose the
 * ticket and put to those who get it; what was accepted stays so. One that nobody was asked of, because it was no
 * company's, is asked now.
 */
export function reviewOnCompanyChange(
  {
    companyId,
    fromCompanyId,
    reviews,
    columnId,
  }: Pick<Moving, 'companyId' | 'reviews' | 'columnId'> & { readonly fromCompanyId: string | null },
  project: ProjectState,
): readonly TicketEvent[] {
  const last = reviews.at(-1);
  const wanted = last ? last.state !== 'accepted' : fromCompanyId === null;
  const asked = companyId !== null && wanted && isDone(project, columnId);
  return [
    ...(last?.state === 'awaiting'
      ? [{ type: 'ResolutionWithdrawn' as const, data: { round: last.round } }]
      : []),
    ...(asked ? [{ type: 'ResolutionProposed' as const, data: { round: (last?.round ?? 0) + 1 } }] : []),
  ];
}

type Command<Type extends TicketCommand['type']> = Extract<TicketCommand, { type: Type }>;

/** Also of an archived ticket: the archive comes by itself, and an opinion of what was done is still welcome. */
export function acceptResolution(
  { stars, words }: Command<'AcceptResolution'>,
  ticket: TicketState,
): readonly TicketEvent[] {
  const { round } = awaited(ticket);
  return [{ type: 'ResolutionAccepted', data: { round, stars, words } }];
}

/** Back to the end of the project's first column in progress, out of the archive if it is there. */
export function rejectResolution(
  { reason, atMilliseconds }: Command<'RejectResolution'>,
  ticket: TicketState,
  project: ProjectState,
): readonly TicketEvent[] {
  const { round } = awaited(ticket);
  const rejected: TicketEvent = { type: 'ResolutionRejected', data: { round, reason } };
  const { columns } = project;
  const column =
    columns.find(({ category }) => category === 'in_progress') ??
    columns.find(({ category }) => category !== 'done');
  const columnId = column?.id ?? ticket.columnId;
  const rank = columnId === ticket.columnId ? ticket.rank : rankAtEnd(atMilliseconds, ticket.id);
  if (ticket.archived) return [rejected, { type: 'TicketRestored', data: { columnId, rank } }];
  if (columnId === ticket.columnId) return [rejected];
  return [rejected, { type: 'TicketMoved', data: { columnId, rank, fromColumnId: ticket.columnId } }];
}

function awaited({ reviews }: TicketState): Review {
  const last = reviews.at(-1);
  if (last?.state !== 'awaiting') throw new DomainError('no_review_awaited');
  return last;
}

const isDone = (project: ProjectState, columnId: string | undefined): boolean =>
  project.columns.find(({ id }) => id === columnId)?.category === 'done';
