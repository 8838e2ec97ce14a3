import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import type { RoomsResult } from '@ticketing/web-kit/chat/rooms.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { When } from '@ticketing/web-kit/when.tsx';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { UnreadCount } from './unread-count.tsx';

/** Chats that belong to no ticket, the one last written in first; nothing for who has none. A ticket's stands with it. */
export function MyRooms({ found }: { readonly found: RoomsResult }) {
  const { t } = useTranslation();
  const titleId = useId();
  const me = useMe();
  const { rooms = [], more, reading } = found;
  const mine = rooms.filter(({ kind }) => kind !== 'ticket');
  if (mine.length === 0) return null;
  return (
    <section aria-labelledby={titleId} className="mt-7">
      <h2 id={titleId} className="mb-2 px-1 text-[15px]">
        {t('desk.chat.rooms')}
      </h2>
      <ul className="overflow-hidden rounded-bubble border border-line bg-surface">
        {mine.map((room) => (
          <RoomRow key={room.id} room={room} myId={me.id} />
        ))}
      </ul>
      {more !== undefined && (
        <button type="button" className="button-quiet mt-3 w-full" disabled={reading} onClick={more}>
          {reading ? t('desk.home.loadingMore') : t('desk.home.more')}
        </button>
      )}
    </section>
  );
}

function RoomRow({ room, myId }: { readonly room: ReadRoomView; readonly myId: string }) {
  const { t } = useTranslation();
  const { unread, lastMessage } = room;
  const others = room.people.filter(({ id }) => id !== myId).map(({ displayName }) => displayName);
  return (
    <li className="border-line border-b last:border-b-0">
      <Link
        to={`/rooms/${room.id}`}
        className="flex min-h-[64px] items-center gap-3 px-4 py-3 hover:bg-hover focus-visible:-outline-offset-2 sm:px-5"
      >
        <span className="min-w-0 flex-1">
          <span className={`block truncate ${unread > 0 ? 'font-semibold' : 'font-medium'}`}>
            {room.name ?? others.join(', ')}
          </span>
          <span className="block truncate text-[13px] text-muted">
            {lastMessage === null
              ? t('desk.chat.nothingSaid')
              : lastMessage.removed
                ? t('desk.chat.removed')
                : lastMessage.body || t('desk.chat.aFile')}
          </span>
        </span>
        <UnreadCount count={unread} />
        {lastMessage !== null && (
          <When at={lastMessage.at} className="shrink-0 text-[13px] text-muted max-sm:hidden" />
        )}
      </Link>
    </li>
  );
}
