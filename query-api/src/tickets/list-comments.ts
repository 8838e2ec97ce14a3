import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listComments as endpoint } from '@ticketing/contracts/endpoints/ticket-comments.ts';
import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { millisecondsOf } from '../past/at-instant.ts';
import type { Reading } from '../reading/reader.ts';
import { peopleAround } from '../users/people-around.ts';
import { authorsOf, pageOfComments, textsOf } from './comments-of-ticket.ts';
import { visibleTicket } from './get-ticket.ts';

/** The comments of a ticket that the caller may read, newest first, now or as of an instant. */
export async function listComments(
  reading: Reading,
  ticketId: string,
  { at, ...asked }: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { query, viewer } = reading;
  const { facts } = await visibleTicket(reading, ticketId);
  const notes = mayOnTicket(viewer, 'internal-notes.read', facts);
  const ms = at === undefined ? undefined : millisecondsOf(at);
  const page = await pageOfComments(query, ticketId, notes, asked, ms);
  return { ...page, people: await peopleAround(reading, authorsOf(page.items), textsOf(page.items)) };
}
