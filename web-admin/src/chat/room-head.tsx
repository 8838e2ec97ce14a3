import { roomChannel } from '@ticketing/contracts/live.ts';
import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { usePresence } from '@ticketing/web-kit/presence.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatars, byId } from '../shell/avatar.tsx';
import { Popover } from '../shell/popover.tsx';
import { BackIcon } from './chat-icons.tsx';
import { roomName } from './room-name.ts';
import { RoomPeople } from './room-people.tsx';
import { RoomPicture } from './room-picture.tsx';
import './room-head.css';

/** Which room it is, who is in it, and the way to its ticket. */
export function RoomHead({ room, myId, back }: { room: ReadRoomView; myId: string; back: string }) {
  const { t } = useTranslation();
  const here = usePresence(roomChannel(room.id));
  const ids = room.participants.map(({ userId }) => userId).filter((id) => id !== myId);
  return (
    <header className="room-head">
      <Link to={back} className="talk-tool room-back" aria-label={t('chat.back')} title={t('chat.back')}>
        <BackIcon />
      </Link>
      <RoomPicture room={room} myId={myId} size={26} />
      <h1 className="clip">{roomName(t, room, myId)}</h1>
      {room.ticket !== null && (
        <Link
          className="key"
          to={`/projects/${room.ticket.key.replace(/-\d+$/, '')}/tickets/${room.ticket.key}`}
          title={t('chat.openTicket', { key: room.ticket.key })}
        >
          {room.ticket.key}
        </Link>
      )}
      <span className="spread" />
      <Popover
        title={t('chat.peopleCount', { count: room.participants.length })}
        className="room-people-button"
        panelLabel={t('chat.people')}
        face={
          <>
            <span className="room-people-face" aria-hidden="true">
              <Avatars ids={ids} people={byId(room.people)} max={4} />
              {room.participants.length}
            </span>
            <span className="unseen">{t('chat.peopleCount', { count: room.participants.length })}</span>
          </>
        }
      >
        {(close) => <RoomPeople room={room} myId={myId} here={here} onDone={close} />}
      </Popover>
    </header>
  );
}
