import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listMessages as endpoint } from '@ticketing/contracts/endpoints/rooms.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import { always, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { type Cursor, readCursor, writeCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { peopleAround } from '../users/people-around.ts';
import { visibleRoom } from './get-room.ts';
import { type MessageRow, messageColumns, messageViewOf } from './room-row.ts';

/** Without passes for its files, which no query makes. */
type Timeline = Omit<ResponseOf<typeof endpoint>, 'passes' | 'passesUntil'>;

/** A position that fits PostgreSQL's bigint. */
const CursorKey = z.string().regex(/^\d{1,18}$/);
const cursorOf = ({ id, position }: MessageRow): Cursor => ({ key: String(position), id });

/** A part of a room's timeline, oldest first. */
export async function listMessages(
  reading: Reading,
  roomId: string,
  { limit, before, after, around }: QueryOf<typeof endpoint>,
): Promise<Timeline> {
  if ([before, after, around].filter((one) => one !== undefined).length > 1) {
    const message = 'use one of before, after and around';
    throw new DomainError('validation_failed', undefined, [{ path: 'around', message }]);
  }
  const room = await visibleRoom(reading, roomId);
  const older = readCursor(before, CursorKey);
  const newer = readCursor(after, CursorKey);
  if (newer) {
    const rows = await rowsAfter(reading, room.id, newer, limit + 1);
    const shown = rows.slice(0, limit);
    // What one comes from is older.
    return answer(reading, shown, true, rows.length > limit, { older: newer, newer });
  }
  if (around === undefined) {
    const rows = await rowsBefore(reading, room.id, older, limit + 1);
    const shown = rows.slice(0, limit).reverse();
    return answer(reading, shown, rows.length > limit, older !== undefined, { older, newer: older });
  }
  const middle = await messageOf(reading, room.id, around);
  const side = Math.ceil((limit - 1) / 2);
  const [beforeIt, afterIt] = [
    await rowsBefore(reading, room.id, cursorOf(middle), side + 1),
    await rowsAfter(reading, room.id, cursorOf(middle), limit - 1 - side + 1),
  ];
  const shown = [...beforeIt.slice(0, side).reverse(), middle, ...afterIt.slice(0, limit - 1 - side)];
  return answer(reading, shown, beforeIt.length > side, afterIt.length > limit - 1 - side, {});
}

/** @param empty cursors of a page that has nothing on it */
async function answer(
  reading: Reading,
  rows: readonly MessageRow[],
  hasOlder: boolean,
  hasNewer: boolean,
  empty: { readonly older?: Cursor | undefined; readonly newer?: Cursor | undefined },
): Promise<Timeline> {
  const [first, last] = [rows.at(0), rows.at(-1)];
  const cursor = (has: boolean, row: MessageRow | undefined, otherwise: Cursor | undefined) => {
    const of = row ? cursorOf(row) : otherwise;
    return has && of ? writeCursor(of) : null;
  };
  return {
    items: rows.map(messageViewOf),
    olderCursor: cursor(hasOlder, first, empty.older),
    newerCursor: cursor(hasNewer, last, empty.newer),
    people: await peopleIn(reading, rows),
  };
}

function rowsBefore(
  { query }: Reading,
  roomId: string,
  cursor: Cursor | undefined,
  limit: number,
): Promise<MessageRow[]> {
  return query<MessageRow>(sql`
    select ${messageColumns} from read_model.chat_messages m
    where m.room_id = ${roomId}
      and ${cursor ? sql`(m.position, m.id) < (${cursor.key}::bigint, ${cursor.id}::uuid)` : always}
    order by m.position desc, m.id desc
    limit ${limit}`);
}

function rowsAfter({ query }: Reading, roomId: string, cursor: Cursor, limit: number): Promise<MessageRow[]> {
  return query<MessageRow>(sql`
    select ${messageColumns} from read_model.chat_messages m
    where m.room_id = ${roomId} and (m.position, m.id) > (${cursor.key}::bigint, ${cursor.id}::uuid)
    order by m.position, m.id
    limit ${limit}`);
}

async function messageOf({ query }: Reading, roomId: string, messageId: string): Promise<MessageRow> {
  const [message] = await query<MessageRow>(sql`
    select ${messageColumns} from read_model.chat_messages m where m.id = ${messageId} and m.room_id = ${roomId}`);
  if (!message) throw new DomainError('unknown_message');
  return message;
}

/** Who wrote, caused or reacted is known to everybody in the room. */
function peopleIn(reading: Reading, rows: readonly MessageRow[]): Promise<PersonView[]> {
  const present = rows.flatMap(({ author_id, reactions, details }) => [
    author_id,
    ...reactions.flatMap(({ userIds }) => userIds),
    ...(typeof details?.userId === 'string' ? [details.userId] : []),
  ]);
  return peopleAround(
    reading,
    present,
    rows.map(({ body }) => body),
  );
}
