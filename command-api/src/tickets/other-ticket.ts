import { DomainError } from '@ticketing/contracts/errors.ts';
import { ticketStream } from '@ticketing/contracts/streams.ts';
import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { type TicketState, ticketFacts } from '@ticketing/domain/ticket/state.ts';
import type { Application, Commanded } from '../application.ts';
import { type Authority, authorityAt, requirePeople, viewerAt } from '../authority.ts';

/** A ticket that a command names beside its own, as of now, and what the actor is to it. */
export type OtherTicket = {
  readonly state: TicketState;
  readonly revision: bigint;
  readonly authority: Authority;
};

/** `undefined` when there is no such ticket, or the actor may not see it. */
export async function otherTicket(
  app: Application,
  context: Commanded,
  ticketId: string,
): Promise<OtherTicket | undefined> {
  const { state, revision } = await app.aggregates.fresh(ticketStream(ticketId), ticketFold);
  if (!state) return undefined;
  const place = { projectId: state.projectId, companyIds: [state.companyId] };
  const authority = await authorityAt(app, context, place);
  const { viewer } = authority;
  if (viewer && !mayOnTicket(viewer, 'ticket.see', ticketFacts(state))) return undefined;
  return { state, revision, authority };
}

/**
 * Why a ticket may not be made this person's concern; `undefined` when it may. A refusal and not an exception, because
 * only who may command the ticket at all is told who there is.
 */
export async function refusalToInvolve(
  app: Application,
  ticketId: string,
  userId: string,
): Promise<DomainError | undefined> {
  try {
    await requirePeople(app, [userId]);
    const { state } = await app.aggregates.fresh(ticketStream(ticketId), ticketFold);
    if (!state) return undefined;
    const place = { projectId: state.projectId, companyIds: [state.companyId] };
    const person = await viewerAt(app, userId, place);
    return mayOnTicket(person, 'ticket.see', ticketFacts(state))
      ? undefined
      : new DomainError('cannot_see_ticket');
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
