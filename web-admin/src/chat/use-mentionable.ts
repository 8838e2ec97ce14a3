import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { useRoles } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useMemo } from 'react';
import type { Mentionable } from '../mentions/mentionable.ts';

/**
 * Who may be mentioned in a room: the others in it. In a ticket's room also those who work on its project, as far as one
 * may know of them: they see the ticket, and a mention is how they hear of what is said there.
 *
 * @param asked whether somebody is about to write
 */
export function useMentionableIn(room: ReadRoomView, asked: boolean): readonly Mentionable[] {
  const me = useMe();
  const { projectId } = room;
  const seesRoles =
    me.superuser || me.roles.some((held) => held.projectId === projectId && held.role !== 'user');
  const roles = useRoles(projectId ?? undefined, asked && projectId !== null && seesRoles);
  return useMemo(() => {
    const inRoom = new Set(room.participants.map(({ userId }) => userId));
    const known = new Map<string, Mentionable>();
    for (const person of room.people)
      if (inRoom.has(person.id) && person.active) known.set(person.id, person);
    const gone = new Set(room.people.filter(({ active }) => !active).map(({ id }) => id));
    for (const { userId, displayName, username, role } of roles.data ?? []) {
      if (role !== 'user' && !gone.has(userId)) known.set(userId, { id: userId, displayName, username });
    }
    known.delete(me.id);
    return [...known.values()].sort((one, other) => one.displayName.localeCompare(other.displayName));
  }, [room, roles.data, me.id]);
}
