import type { Cases } from './cases.ts';
import type { AwaitingTicket } from './review-world.ts';

const answering =
  (which: 'toAccept' | 'toReject', body: unknown): Cases =>
  ({ world, caller, rights }) =>
    (world.reviews.get(caller.name)?.[which] ?? []).map((ticket: AwaitingTicket) => ({
      relation: ticket.relation,
      params: { id: ticket.id },
      body,
      expected: rights.onTicket(ticket, 'accept or reject a resolution'),
    }));

/** What is tried on resolutions that await their review, and on those that do not. */
export const reviewCases: Readonly<Record<string, Cases>> = {
  acceptResolution: (situation) => [
    ...answering('toAccept', { stars: 5, words: 'Thank you' })(situation),
    ...situation.tickets.map((ticket) => {
      const expected = situation.rights.onTicket(ticket, 'accept or reject a resolution');
      return {
        relation: `${ticket.relation}, not done`,
        params: { id: ticket.id },
        body: { stars: 5 },
        expected: expected === 'done' ? ('no_review_awaited' as const) : expected,
      };
    }),
  ],
  rejectResolution: answering('toReject', { reason: 'It still smokes' }),
};
