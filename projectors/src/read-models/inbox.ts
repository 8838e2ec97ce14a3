import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { NotificationKind } from '@ticketing/contracts/kinds.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { applyToFacts, type InboxFacts, inboxFacts, loadFacts, writeFacts } from './inbox-facts.ts';
import type { HandedOver } from './inbox-handed-over.ts';
import { inboxMessages } from './inbox-live.ts';
import { inboxIndexes, inboxTableNames, inboxTables } from './inbox-tables.ts';
import { comesBefore, mentionedBefore, type Told, toldOf } from './inbox-told.ts';
import { upsertRows } from './rows.ts';
import { instant } from './ticket-row.ts';

export type NotificationRow = {
  id: string;
  user_id: string;
  kind: NotificationKind;
  project_id: string | null;
  ticket_id: string | null;
  room_id: string | null;
  actor_id: string;
  details: Record<string, unknown>;
  internal: boolean;
  in_app: boolean;
  by_email: boolean;
  /** ISO 8601. */
  at: string;
  recorded_at: string;
  position: string;
  read_at: string | null;
};

export const notificationColumns = [
  'id',
  'user_id',
  'kind',
  'project_id',
  'ticket_id',
  'room_id',
  'actor_id',
  'details',
  'internal',
  'in_app',
  'by_email',
  'at',
  'recorded_at',
  'position',
  'read_at',
] as const;

/** What each person is told, and whether they read it. */
export const inbox: Projection = {
  name: 'inbox',
  gatherMs: 25,
  version: 2,
  schema: 'read_model',
  tables: inboxTables,
  indexes: inboxIndexes,
  tableNames: inboxTableNames,
  categories: new Set(['user', 'company', 'project', 'roles', 'ticket', 'chat', 'inbox']),
  async project({ events, live }, transaction) {
    const facts = inboxFacts();
    await loadFacts(facts, events, transaction);
    const rows = new KnownRows(await loadTouched(transaction, events));
    const changed = new Map<string, RecordedEvent>();
    const readUpTo: RecordedEvent[] = [];
    const handedOver: HandedOver[] = [];

    for (const event of events) {
      if (event.type === 'AllNotificationsRead') {
        if (await readAll(transaction, event, rows, changed)) readUpTo.push(event);
      } else if (event.type === 'NotificationRead') {
        const row = rows.get(event.data.notificationId);
        if (row?.user_id === streamSubject(event.stream)) markRead(row, event, changed);
      } else {
        const mentioned = mentionedBefore(facts, event);
        const reporterBefore = facts.tickets.get(streamSubject(event.stream))?.reporter_id;
        if (!applyToFacts(facts, event)) continue;
        if (event.type === 'TicketCompanyChanged' && reporterBefore !== undefined) {
          handedOver.push({ event, reporterBefore });
        }
        if (event.type === 'RoomRead') readRoom(facts, event, rows, changed);
        for (const told of toldOf(facts, event, mentioned)) tell(facts, event, told, rows, changed);
      }
    }

    await keepWhatComesBefore(transaction, rows, changed);
    const written = [...changed.keys()].flatMap((id) => rows.get(id) ?? []);
    await writeFacts(facts, transaction);
    await upsertRows(transaction, 'notifications', notificationColumns, ['id'], written);
    return live ? inboxMessages(transaction, facts, { rows, changed, readUpTo, handedOver }) : [];
  },
};

/** The rows that a batch may change: those that stood before it, and those that it makes. */
export class KnownRows {
  readonly #byId = new Map<string, NotificationRow>();
  /** By room and person: the notification that gathers the messages which they have not read. */
  readonly #inRooms = new Map<string, NotificationRow>();
  readonly wereStored: ReadonlySet<string>;

  constructor(stored: readonly NotificationRow[]) {
    for (const row of stored) this.put(row);
    this.wereStored = new Set(stored.map(({ id }) => id));
  }

  put(row: NotificationRow): void {
    this.#byId.set(row.id, row);
    if (row.kind === 'chat') this.#inRooms.set(`${row.room_id} ${row.user_id}`, row);
  }

  get(id: string): NotificationRow | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<NotificationRow> {
    return this.#byId.values();
  }

  unreadIn(roomId: string, userId: string): NotificationRow | undefined {
    const row = this.#inRooms.get(`${roomId} ${userId}`);
    return row?.read_at === null ? row : undefined;
  }

  forget(id: string): void {
    this.#byId.delete(id);
  }
}

/** The id of what one command tells a person about one stream. */
const notificationId = (event: RecordedEvent, userId: string): string =>
  derivedId(event.metadata.commandId, `${event.stream} told to ${userId}`);

/** Unread messages of one room are one notification; anything else is one for what a command did. */
function tell(
  facts: InboxFacts,
  event: RecordedEvent,
  told: Told,
  rows: KnownRows,
  changed: Map<string, RecordedEvent>,
): void {
  const { userId, kind, details, internal, inApp, byEmail } = told;
  const subject = streamSubject(event.stream);
  const room = kind === 'chat' ? facts.rooms.get(subject) : undefined;
  const waiting = room && rows.unreadIn(room.id, userId);
  const before = waiting ?? rows.get(notificationId(event, userId));
  // Later in the same command, and of less weight.
  if (before && !waiting && !comesBefore(kind, before.kind)) return;
  const ticket = facts.tickets.get(room ? room.ticket_id : subject);
  const row: NotificationRow = {
    id: before?.id ?? notificationId(event, userId),
    user_id: userId,
    kind,
    project_id: ticket?.project_id ?? (kind === 'invited' ? subject : null),
    ticket_id: ticket?.id ?? null,
    room_id: room?.id ?? null,
    actor_id: event.metadata.actorId,
    details: waiting
      ? {
          ...details,
          count: Number(waiting.details.count) + 1,
          mentioned: waiting.details.mentioned === true || details.mentioned === true,
        }
      : details,
    internal,
    in_app: inApp,
    by_email: byEmail,
    at: instant(event.metadata.at),
    recorded_at: event.recordedAt.toISOString(),
    position: String(event.position),
    read_at: null,
  };
  rows.put(row);
  changed.set(row.id, event);
}

function markRead(row: NotificationRow, event: RecordedEvent, changed: Map<string, RecordedEvent>): void {
  if (row.read_at !== null) return;
  row.read_at = instant(event.metadata.at);
  changed.set(row.id, event);
}

/** Whoever has read a room up to its last message, or to the one that they were told of last, has read what tells of it. */
function readRoom(
  facts: InboxFacts,
  event: Extract<RecordedEvent, { type: 'RoomRead' }>,
  rows: KnownRows,
  changed: Map<string, RecordedEvent>,
): void {
  const roomId = streamSubject(event.stream);
  const row = rows.unreadIn(roomId, event.metadata.actorId);
  const { messageId } = event.data;
  const last = facts.rooms.get(roomId)?.last_message_id;
  if (row && (messageId === last || messageId === row.details.messageId)) markRead(row, event, changed);
}

/** @returns false when there was nothing left to read */
async function readAll(
  transaction: Transaction,
  event: Extract<RecordedEvent, { type: 'AllNotificationsRead' }>,
  rows: KnownRows,
  changed: Map<string, RecordedEvent>,
): Promise<boolean> {
  const userId = streamSubject(event.stream);
  const { upTo } = event.data;
  const readAt = instant(event.metadata.at);
  const stored = await transaction.query({
    name: 'inbox_read_all',
    text: `update notifications set read_at = $3 where user_id = $1 and position <= $2 and read_at is null`,
    values: [userId, upTo, readAt],
  });
  let here = 0;
  for (const row of rows.all()) {
    if (row.user_id !== userId || row.read_at !== null || BigInt(row.position) > BigInt(upTo)) continue;
    row.read_at = readAt;
    // Told with all the others; written, because this batch may write the row anyway.
    if (!changed.has(row.id)) changed.set(row.id, event);
    here += 1;
  }
  return here > 0 || (stored.rowCount ?? 0) > 0;
}

/**
 * A command's events may fall into two batches. What the first of them told then stands already, and is only
 * replaced by what comes before it.
 */
async function keepWhatComesBefore(
  transaction: Transaction,
  rows: KnownRows,
  changed: Map<string, RecordedEvent>,
): Promise<void> {
  const stored = await loadNotifications(transaction, 'id = any($1::uuid[])', 'inbox_by_id', [
    ...changed.keys(),
  ]);
  for (const before of stored) {
    const row = rows.get(before.id);
    if (!row || rows.wereStored.has(row.id) || comesBefore(row.kind, before.kind)) continue;
    rows.forget(row.id);
    changed.delete(row.id);
  }
}

/** Notifications that the events read, or that messages may be added to. */
async function loadTouched(
  transaction: Transaction,
  events: readonly RecordedEvent[],
): Promise<NotificationRow[]> {
  const read = events.flatMap((event) =>
    event.type === 'NotificationRead' ? [event.data.notificationId] : [],
  );
  const rooms = events.flatMap((event) =>
    event.type === 'MessagePosted' || event.type === 'RoomRead' ? [streamSubject(event.stream)] : [],
  );
  const inRooms = await loadNotifications(
    transaction,
    `room_id = any($1::uuid[]) and kind = 'chat' and read_at is null`,
    'inbox_unread_in_rooms',
    rooms,
  );
  const known = new Set(inRooms.map(({ id }) => id));
  const others = read.filter((id) => !known.has(id));
  return [
    ...inRooms,
    ...(await loadNotifications(transaction, 'id = any($1::uuid[])', 'inbox_by_id', others)),
  ];
}

/** Notifications that satisfy a condition on `$1`, the list of values. */
export async function loadNotifications(
  transaction: Transaction,
  condition: string,
  name: string,
  ids: readonly string[],
): Promise<NotificationRow[]> {
  if (ids.length === 0) return [];
  type Stored = Omit<NotificationRow, 'at' | 'recorded_at' | 'position' | 'read_at'> & {
    at: Date;
    recorded_at: Date;
    position: bigint;
    read_at: Date | null;
  };
  const stored = await transaction.query<Stored>({
    name,
    text: `select ${notificationColumns.join(', ')} from notifications where ${condition}`,
    values: [[...new Set(ids)]],
  });
  return stored.rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    recorded_at: row.recorded_at.toISOString(),
    position: String(row.position),
    read_at: row.read_at?.toISOString() ?? null,
  }));
}
