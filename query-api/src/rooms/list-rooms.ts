import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { countUnreadMessages, listRooms as endpoint } from '@ticketing/contracts/endpoints/rooms.ts';
import { allOf, always, type Sql, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { readRooms } from './read-rooms.ts';
import { type RoomRow, roomColumns } from './room-row.ts';
import { visibleRoomsOfMine } from './visible-rooms.ts';

/** A position that fits PostgreSQL's bigint. */
const CursorKey = z.string().regex(/^\d{1,18}$/);

/** Where one takes part (`p`), and each of those rooms (`c`) by its id: nobody takes part in so many as there are. */
const taken = sql`read_model.chat_participants p
    cross join lateral (select r.* from read_model.chat_rooms r where r.id = p.room_id limit 1) c`;

/** Rooms (alias `c`) of one's own (`p`): a ticket's only once somebody wrote in it. */
const mine = ({ viewer }: Reading): Sql =>
  allOf([
    sql`p.user_id = ${viewer.userId}::uuid`,
    sql`(c.kind <> 'ticket' or c.last_number > 0)`,
    visibleRoomsOfMine(viewer),
  ]);

/** One's own rooms, the one last written in first. */
export async function listRooms(
  reading: Reading,
  page: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const cursor = readCursor(page.cursor, CursorKey);
  const rows = await reading.query<RoomRow>(sql`
    select ${roomColumns}
    from ${taken}
    where ${mine(reading)}
      and ${cursor ? sql`(c.active_position, c.id) < (${cursor.key}::bigint, ${cursor.id}::uuid)` : always}
    order by c.active_position desc, c.id desc
    limit ${page.limit + 1}`);
  const { items, nextCursor } = pageFrom(
    rows,
    page.limit,
    (row) => row,
    ({ id, active_position }) => ({ key: String(active_position), id }),
  );
  return { items: await readRooms(reading, items), nextCursor };
}

/** Counts are kept for each person and room, so this adds up one's own rooms and no messages. */
export async function unreadOf(reading: Reading): Promise<ResponseOf<typeof countUnreadMessages>> {
  const [total] = await reading.query<{ messages: number; rooms: number }>(sql`
    select coalesce(sum(p.unread), 0)::integer as messages, count(*)::integer as rooms
    from ${taken}
    where p.unread > 0 and ${mine(reading)}`);
  return total ?? { messages: 0, rooms: 0 };
}
