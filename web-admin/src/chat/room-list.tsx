import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { plainWords } from '@ticketing/web-kit/chat/mention-names.ts';
import { type RoomsResult, useRoomsInSight } from '@ticketing/web-kit/chat/rooms.ts';
import { systemWords } from '@ticketing/web-kit/chat/system-words.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { byId, type PeopleById } from '../shell/avatar.tsx';
import { roomName } from './room-name.ts';
import { RoomPicture } from './room-picture.tsx';

export type RoomKindFilter = 'all' | 'people' | 'tickets' | 'unread';
export const roomKinds: readonly RoomKindFilter[] = ['all', 'people', 'tickets', 'unread'];

/** The rooms of a kind; the open one stays although it was just read. */
export function roomsOfKind(
  rooms: readonly ReadRoomView[],
  kind: RoomKindFilter,
  openId: string | undefined,
): readonly ReadRoomView[] {
  switch (kind) {
    case 'all':
      return rooms;
    case 'people':
      return rooms.filter((room) => room.kind !== 'ticket');
    case 'tickets':
      return rooms.filter((room) => room.kind === 'ticket');
    case 'unread':
      return rooms.filter((room) => room.unread > 0 || room.id === openId);
    default:
      return kind satisfies never;
  }
}

/** One's rooms, the one last written in first: who, what was said last, and how much is unread. */
export function RoomList(props: {
  rooms: readonly ReadRoomView[];
  result: RoomsResult;
  myId: string;
  /** Stands behind the address of every room. */
  search: string;
}) {
  const { rooms, result, myId } = props;
  const { t } = useTranslation();
  const inSight = useRoomsInSight();
  return (
    <nav className="room-list" aria-label={t('chat.rooms')}>
      {rooms.map((room) => {
        const name = roomName(t, room, myId);
        const unread = inSight.has(room.id) ? 0 : room.unread;
        return (
          <NavLink
            key={room.id}
            to={`/chat/${room.id}${props.search}`}
            className={unread > 0 ? 'room-item unread' : 'room-item'}
          >
            <RoomPicture room={room} myId={myId} />
            <span className="room-words">
              <span className="room-name">
                <span className="clip">{name}</span>
                {room.ticket !== null && <span className="key">{room.ticket.key}</span>}
                <When at={room.activeAt} className="room-when" />
              </span>
              <span className="room-last">
                <span className="clip">{lastWords(t, room, byId(room.people), myId)}</span>
                {unread > 0 && (
                  <span className="count-badge">
                    <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
                    <span className="unseen">{t('chat.unread', { count: unread })}</span>
                  </span>
                )}
              </span>
            </span>
          </NavLink>
        );
      })}
      {result.more !== undefined && (
        <Button type="link" size="small" loading={result.reading} onClick={result.more}>
          {t('state.more')}
        </Button>
      )}
    </nav>
  );
}

/** What was said last, in one line. */
export function lastWords(t: TFunction, room: ReadRoomView, people: PeopleById, myId: string): string {
  const { lastMessage: last } = room;
  if (last === null) return t('chat.emptyTitle');
  if (last.event !== null) return systemWords(t, last.event, people);
  if (last.removed) return t('chat.removed');
  const said = plainWords(last.body, people, t('person.unknown'));
  const words = said || t('chat.lastFiles', { count: last.files.length });
  if (room.kind === 'direct' && last.authorId !== myId) return words;
  const name =
    last.authorId === myId ? t('chat.you') : (people.get(last.authorId)?.displayName ?? t('person.unknown'));
  return t('chat.lastBy', { name, words });
}
