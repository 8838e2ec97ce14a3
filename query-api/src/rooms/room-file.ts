import { DomainError } from '@ticketing/contracts/errors.ts';
import type { MessageView } from '@ticketing/contracts/room-views.ts';
import { type FilePasses, roomFileOf } from '@ticketing/platform/file-passes.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { visibleRoom } from './get-room.ts';
import type { PostedFile } from './room-row.ts';

/**
 * A file of a message in the room. A message that was removed has none any more.
 * @throws DomainError `not_found` when the caller may not see the room, `unknown_attachment`
 */
export async function visibleRoomFile(reading: Reading, roomId: string, fileId: string): Promise<PostedFile> {
  const room = await visibleRoom(reading, roomId);
  const [message] = await reading.query<{ files: PostedFile[] }>(sql`
    select m.files from read_model.chat_messages m
    where m.files <> '[]' and m.files @> ${JSON.stringify([{ fileId }])}::jsonb
      and m.room_id = ${room.id} and not m.removed
    limit 1`);
  const file = message?.files.find((one) => one.fileId === fileId);
  if (!file) throw new DomainError('unknown_attachment', 'no message in this room has such a file');
  return file;
}

/** What a browser opens the files of these messages with. */
export const passesInRoom = (passes: FilePasses, userId: string, messages: readonly MessageView[]) => ({
  passes: messages.flatMap(({ roomId, files }) =>
    files.map(({ id: fileId }) => ({
      fileId,
      pass: passes.issue({ userId, file: roomFileOf(roomId, fileId) }),
    })),
  ),
  passesUntil: passes.until().toISOString(),
});
