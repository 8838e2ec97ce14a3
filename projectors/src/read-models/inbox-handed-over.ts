import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Transaction } from '../engine/projection.ts';
import type { InboxFacts } from './inbox-facts.ts';
import { loadSubjects, type SeenRow, sees } from './inbox-sight.ts';

/** A ticket that has become another company's, and who its reporter was until then. */
export type HandedOver = {
  readonly event: Extract<RecordedEvent, { type: 'TicketCompanyChanged' }>;
  readonly reporterBefore: string;
};

/** A notification of a ticket that the person does not see any more. */
export type LostNotification = {
  readonly id: string;
  readonly userId: string;
  readonly event: RecordedEvent;
};

/** What those who lost sight of tickets were told of them: it leaves their lists and counts. Asked by person, by index. */
export async function notificationsLost(
  transaction: Transaction,
  facts: InboxFacts,
  handedOver: readonly HandedOver[],
): Promise<readonly LostNotification[]> {
  if (handedOver.length === 0) return [];
  await facts.companies.load(
    transaction,
    handedOver.map(({ event }) => event.data.fromCompanyId),
  );
  const userIds = new Set<string>();
  for (const { event, reporterBefore } of handedOver) {
    const company = facts.companies.get(event.data.fromCompanyId);
    for (const id of [reporterBefore, ...(company?.admin_ids ?? []), ...(company?.user_ids ?? [])])
      userIds.add(id);
  }
  const events = new Map(handedOver.map(({ event }) => [streamSubject(event.stream), event]));
  const { rows } = await transaction.query<SeenRow & { id: string }>({
    name: 'inbox_lost',
    text: `select id, user_id, project_id, ticket_id, room_id, internal from notifications
           where user_id = any($1::uuid[]) and ticket_id = any($2::uuid[]) and in_app`,
    values: [[...userIds], [...events.keys()]],
  });
  await loadSubjects(transaction, facts, rows);
  await facts.people.load(transaction, userIds);
  return rows.flatMap((row) => {
    const event = row.ticket_id === null ? undefined : events.get(row.ticket_id);
    return event && !sees(facts, row) ? [{ id: row.id, userId: row.user_id, event }] : [];
  });
}
