import { DomainError } from '@ticketing/contracts/errors.ts';
import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { type TicketState, ticketFacts } from '@ticketing/domain/ticket/state.ts';
import type { Authority } from '../authority.ts';

/** @throws DomainError `unknown_comment` for an internal note that the actor may not read: it is not there for them */
export function requireReadable(ticket: TicketState, { viewer }: Authority, commentId: string): void {
  const internal = ticket.comments.get(commentId)?.visibility === 'internal';
  if (internal && viewer && !mayOnTicket(viewer, 'internal-notes.read', ticketFacts(ticket))) {
    throw new DomainError('unknown_comment');
  }
}
