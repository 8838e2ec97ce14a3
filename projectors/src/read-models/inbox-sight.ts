import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import type { Transaction } from '../engine/projection.ts';
import { type InboxFacts, takesPart, ticketFactsOf, viewerOf } from './inbox-facts.ts';

/** What of a notification says whether the person may still see what it tells of. */
export type SeenRow = {
  user_id: string;
  project_id: string | null;
  ticket_id: string | null;
  room_id: string | null;
  internal: boolean;
};

/** Whether the person may see today what they were told of. */
export function sees(facts: InboxFacts, row: SeenRow): boolean {
  const ticket = facts.tickets.get(row.ticket_id);
  const viewer = viewerOf(facts, row.user_id, row.project_id, ticket?.company_id ?? null);
  if (!viewer) return false;
  if (row.ticket_id !== null) {
    if (!ticket) return false;
    const subject = ticketFactsOf(ticket);
    return (
      mayOnTicket(viewer, 'ticket.see', subject) &&
      (!row.internal || mayOnTicket(viewer, 'internal-notes.read', subject))
    );
  }
  if (row.room_id !== null) {
    const room = facts.rooms.get(row.room_id);
    return room !== undefined && takesPart(facts, row.user_id, room);
  }
  return viewer.superuser || (row.project_id !== null && viewer.roles.has(row.project_id));
}

/** What `sees` needs to know besides the people. */
export async function loadSubjects(
  transaction: Transaction,
  facts: InboxFacts,
  rows: readonly Pick<SeenRow, 'project_id' | 'ticket_id' | 'room_id'>[],
): Promise<void> {
  const ticketIds = rows.map(({ ticket_id }) => ticket_id);
  await facts.tickets.load(transaction, ticketIds);
  await facts.rooms.load(
    transaction,
    rows.map(({ room_id }) => room_id),
  );
  await facts.roles.load(
    transaction,
    rows.map(({ project_id }) => project_id),
  );
  await facts.companies.load(transaction, [
    ...ticketIds.map((id) => facts.tickets.get(id)?.company_id ?? null),
    ...rows.map(({ room_id }) => facts.rooms.get(room_id)?.company_id ?? null),
  ]);
}
