import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { type BusMessage, meChannel } from '@ticketing/contracts/live.ts';
import { type NotificationView, UNREAD_COUNTED } from '@ticketing/contracts/notifications.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Transaction } from '../engine/projection.ts';
import type { KnownRows, NotificationRow } from './inbox.ts';
import { type InboxFacts, ticketFactsOf } from './inbox-facts.ts';
import { type HandedOver, type LostNotification, notificationsLost } from './inbox-handed-over.ts';
import { loadSubjects, type SeenRow, sees } from './inbox-sight.ts';
import { changeMessage } from './live-change.ts';

type Changes = {
  readonly rows: KnownRows;
  /** Ids of what is new or changed, with the event that made it so. */
  readonly changed: ReadonlyMap<string, RecordedEvent>;
  /** The events by which somebody read everything. */
  readonly readUpTo: readonly RecordedEvent[];
  readonly handedOver: readonly HandedOver[];
};

/** What the people whom a batch concerns hear of it: each notification, then how many they have not read. */
export async function inboxMessages(
  transaction: Transaction,
  facts: InboxFacts,
  { rows, changed, readUpTo, handedOver }: Changes,
): Promise<readonly BusMessage[]> {
  const told = [...changed].flatMap(([id, event]) => {
    const row = rows.get(id);
    return row ? [{ row, event }] : [];
  });
  await loadNames(
    transaction,
    facts,
    told.map(({ row }) => row),
  );
  await facts.people.load(
    transaction,
    told.map(({ row }) => row.user_id),
  );
  const shown = told
    .filter(({ row, event }) => row.in_app && event.type !== 'AllNotificationsRead' && sees(facts, row))
    .sort((one, other) => Number(one.event.position - other.event.position))
    .map(({ row, event }) =>
      changeMessage(event, meChannel(row.user_id), audienceOf(facts, row), {
        entity: 'notification',
        id: row.id,
        row: viewOf(facts, row),
      }),
    );
  const lost = await notificationsLost(transaction, facts, handedOver);
  const gone = lost.map(({ id, userId, event }) =>
    changeMessage(event, meChannel(userId), toPerson(userId), { entity: 'notification', id, row: null }),
  );
  return [...shown, ...gone, ...(await inboxesAfter(transaction, facts, told, readUpTo, lost))];
}

const toPerson = (userId: string) => ({ kind: 'person', userId, ticket: null, internal: false }) as const;

async function inboxesAfter(
  transaction: Transaction,
  facts: InboxFacts,
  told: readonly { row: NotificationRow; event: RecordedEvent }[],
  readUpTo: readonly RecordedEvent[],
  lost: readonly LostNotification[],
): Promise<BusMessage[]> {
  /** By person: the last event of the batch that concerns them. */
  const people = new Map<string, RecordedEvent>();
  const concern = (userId: string, event: RecordedEvent) => {
    const before = people.get(userId);
    if (!before || before.position < event.position) people.set(userId, event);
  };
  for (const { row, event } of told) if (row.in_app) concern(row.user_id, event);
  for (const event of readUpTo) concern(streamSubject(event.stream), event);
  for (const { userId, event } of lost) concern(userId, event);
  if (people.size === 0) return [];
  const unread = await countUnread(transaction, facts, [...people.keys()]);
  return [...people].map(([userId, event]) => {
    const all = readUpTo.findLast(({ stream }) => streamSubject(stream) === userId);
    const read = all?.type === 'AllNotificationsRead' ? all.data.upTo : null;
    return changeMessage(event, meChannel(userId), toPerson(userId), {
      entity: 'inbox',
      id: userId,
      row: { unread: unread.get(userId) ?? 0, readUpTo: read },
    });
  });
}

/** As the API counts it: what of the latest unread they may see today. */
async function countUnread(
  transaction: Transaction,
  facts: InboxFacts,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await transaction.query<SeenRow>({
    name: 'inbox_unread',
    text: `select n.user_id, n.project_id, n.ticket_id, n.room_id, n.internal
           from unnest($1::uuid[]) as person (id)
           cross join lateral (
             select * from notifications
             where user_id = person.id and read_at is null and in_app
             order by position desc limit ${UNREAD_COUNTED}) as n`,
    values: [userIds],
  });
  await loadSubjects(transaction, facts, rows);
  await facts.people.load(transaction, userIds);
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (sees(facts, row)) counts.set(row.user_id, (counts.get(row.user_id) ?? 0) + 1);
  }
  return counts;
}

/** Members of a notification's details that are the ids of things with a name. */
const named = ['columnId', 'fromColumnId'] as const;

export async function loadNames(
  transaction: Transaction,
  facts: InboxFacts,
  rows: readonly NotificationRow[],
): Promise<void> {
  await loadSubjects(transaction, facts, rows);
  const ids = rows.flatMap((row) => [
    row.actor_id,
    row.project_id,
    ...named.map((member) => idIn(row.details, member)),
  ]);
  await facts.names.load(transaction, ids);
}

const idIn = (details: Record<string, unknown>, member: string): string | null => {
  const id = details[member];
  return typeof id === 'string' ? id : null;
};

const audienceOf = (facts: InboxFacts, row: NotificationRow) => {
  const ticket = facts.tickets.get(row.ticket_id);
  return {
    kind: 'person',
    userId: row.user_id,
    ticket: ticket ? ticketFactsOf(ticket) : null,
    internal: row.internal,
  } as const;
};

export function viewOf(facts: InboxFacts, row: NotificationRow): NotificationView {
  const name = (id: string | null) => facts.names.get(id)?.name ?? null;
  const ticket = facts.tickets.get(row.ticket_id);
  const details: Record<string, unknown> = { ...row.details };
  for (const member of named) {
    const id = idIn(row.details, member);
    if (id !== null) details[member.replace(/Id$/, 'Name')] = name(id);
  }
  return {
    id: row.id,
    kind: row.kind,
    projectId: row.project_id,
    projectName: name(row.project_id),
    ticketId: row.ticket_id,
    ticketKey: ticket?.key ?? null,
    ticketTitle: ticket?.title ?? null,
    roomId: row.room_id,
    roomName: facts.rooms.get(row.room_id)?.name ?? null,
    actorId: row.actor_id,
    actorName: name(row.actor_id),
    details,
    at: row.at,
    position: row.position,
    readAt: row.read_at,
  };
}
