import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import type { TFunction } from 'i18next';

/** The others in a room, by name. */
export function othersIn(room: ReadRoomView, myId: string): readonly PersonView[] {
  const inRoom = new Set(room.participants.map(({ userId }) => userId));
  return room.people.filter(({ id }) => id !== myId && inRoom.has(id));
}

/** What a room is called: by its ticket, by its name, or by the other person. */
export function roomName(t: TFunction, room: ReadRoomView, myId: string): string {
  if (room.ticket !== null) return room.ticket.title;
  if (room.name !== null) return room.name;
  return (
    othersIn(room, myId)
      .map(({ displayName }) => displayName)
      .join(', ') || t('chat.onlyMe')
  );
}
