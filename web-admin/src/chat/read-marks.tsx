import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import type { ShownMessage } from '@ticketing/web-kit/chat/shown-messages.ts';
import { useTranslation } from 'react-i18next';
import { Avatars } from '../shell/avatar.tsx';

/** Message id → who has read up to there. Nobody is shown at what they wrote themselves. */
export function readersByMessage(
  room: ReadRoomView,
  messages: readonly ShownMessage[],
  myId: string,
): ReadonlyMap<string, readonly string[]> {
  const authors = new Map(messages.map(({ id, authorId }) => [id, authorId]));
  const readers = new Map<string, string[]>();
  for (const { userId, readTo } of room.participants) {
    if (userId === myId || readTo === null || authors.get(readTo) === userId) continue;
    readers.set(readTo, [...(readers.get(readTo) ?? []), userId]);
  }
  return readers;
}

/** Faces of those who have read up to here. */
export function ReadMarks({
  ids,
  people,
}: {
  ids: readonly string[];
  people: ReadonlyMap<string, PersonView>;
}) {
  const { t } = useTranslation();
  return (
    <div className="talk-readers">
      <span className="unseen">{t('chat.readBy')}</span>
      <Avatars ids={ids} people={people} max={5} />
    </div>
  );
}
