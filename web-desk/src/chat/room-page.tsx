import { useRoom } from '@ticketing/web-kit/chat/room.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { isApiError } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { Navigate, useParams } from 'react-router';
import { BackLink } from '../shell/back-link.tsx';
import { MissingPage } from '../shell/missing-page.tsx';
import { Notice } from '../shell/states.tsx';
import { TicketShape } from '../ticket/ticket-shape.tsx';
import { RoomChat } from './room-chat.tsx';

/** A room of people, to which what is new leads. The room of a ticket stands on the ticket's page. */
export default function RoomPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { roomId } = useParams();
  const { room, gone, error, retry } = useRoom(roomId, me.id);
  if (gone || (isApiError(error) && error.status >= 400 && error.status < 500)) return <MissingPage />;
  if (room === undefined) {
    if (error === null) return <TicketShape />;
    return (
      <Notice
        alert
        title={t('desk.chat.failed')}
        hint={t('state.errorText', { reason: errorWords(t, error) })}
      >
        <button type="button" className="button-primary" onClick={retry}>
          {t('state.retry')}
        </button>
      </Notice>
    );
  }
  if (room.kind === 'ticket') return <Navigate to={`/tickets/${room.id}?talk=chat`} replace />;
  const others = room.people.filter(({ id }) => id !== me.id).map(({ displayName }) => displayName);
  const title = room.name ?? t('desk.chat.with', { names: others.join(', ') });
  return (
    <>
      <title>{`${title} · ${t('desk.name')}`}</title>
      <BackLink />
      <h1 className="mt-3 break-words text-[22px] leading-snug">{title}</h1>
      {room.name !== null && <p className="text-[13px] text-muted">{others.join(', ')}</p>}
      <RoomChat room={room} />
    </>
  );
}
