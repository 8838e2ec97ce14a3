import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { readRooms } from './read-rooms.ts';
import { type RoomRow, roomColumns } from './room-row.ts';
import { visibleRooms } from './visible-rooms.ts';

/** @throws DomainError `not_found`, also when the caller may not see it */
export async function visibleRoom({ query, viewer }: Reading, roomId: string): Promise<RoomRow> {
  const [room] = await query<RoomRow>(sql`
    select ${roomColumns} from read_model.chat_rooms c where c.id = ${roomId} and ${visibleRooms(viewer)}`);
  if (!room) throw new DomainError('not_found');
  return room;
}

export async function getRoom(reading: Reading, roomId: string): Promise<ReadRoomView> {
  const [room] = await readRooms(reading, [await visibleRoom(reading, roomId)]);
  if (!room) throw new DomainError('not_found');
  return room;
}
