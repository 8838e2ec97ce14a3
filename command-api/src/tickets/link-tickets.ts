import { DomainError } from '@ticketing/contracts/errors.ts';
import type { LinkName } from '@ticketing/contracts/kinds.ts';
import { ticketStream } from '@ticketing/contracts/streams.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { ticketFacts } from '@ticketing/domain/ticket/state.ts';
import { storedLink } from '@ticketing/domain/ticket/structure.ts';
import { requireRevision } from '@ticketing/platform/aggregates.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { requireOnTicket } from '../authority.ts';
import { otherTicket } from './other-ticket.ts';
import { commandTicket } from './ticket-command.ts';

export type TicketLink = { readonly id: string; readonly link: LinkName; readonly otherId: string };

/**
 * Links two tickets, or takes their link away. It needs the right on both, and neither may be archived, whichever of
 * their streams the link stands in.
 * @returns the answer of that stream
 */
export async function linkTickets(
  app: Application,
  context: Commanded,
  type: 'LinkTickets' | 'UnlinkTickets',
  { id, link, otherId }: TicketLink,
): Promise<Answer> {
  const [here, there] = await Promise.all([
    otherTicket(app, context, id),
    otherTicket(app, context, otherId),
  ]);
  if (!here || !there) throw new DomainError('not_found');
  for (const { authority, state } of [here, there]) {
    requireOnTicket(authority, 'ticket.link', ticketFacts(state));
  }
  const stored = storedLink(id, link, otherId);
  const before =
    context.retryable && (await app.aggregates.answered(ticketStream(stored.ownerId), ticketFold, context));
  // What the caller saw is the ticket that the request names first, as it was before this was done.
  if (!before) requireRevision(context, here.revision);
  const other = stored.otherId === id ? here : there;
  return commandTicket(app, { ...context, expectedRevision: undefined }, stored.ownerId, ['ticket.link'], {
    type,
    link: stored.link,
    otherId: stored.otherId,
    otherArchived: other.state.archived,
  });
}
