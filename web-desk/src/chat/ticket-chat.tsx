import { useRoom } from '@ticketing/web-kit/chat/room.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useTranslation } from 'react-i18next';
import { Shape } from '../shell/states.tsx';
import { RoomChat } from './room-chat.tsx';
import { UnreadCount } from './unread-count.tsx';

/** Whether the ticket's conversation or its live chat is shown; in the address. */
export function useTalk(): { readonly chat: boolean; readonly show: (chat: boolean) => void } {
  const [address, setAddress] = useAddress();
  return {
    chat: address.get('talk') === 'chat',
    show: (chat) =>
      setAddress(
        (now) => {
          const next = new URLSearchParams(now);
          if (chat) next.set('talk', 'chat');
          else next.delete('talk');
          return next;
        },
        { replace: true },
      ),
  };
}

/** Leads from one to the other, and says how much was written in the chat that was not read. */
export function TalkTabs({ ticketId }: { readonly ticketId: string }) {
  const { t } = useTranslation();
  const { room } = useRoom(ticketId, useMe().id);
  const { chat, show } = useTalk();
  const unread = room?.unread ?? 0;
  return (
    <fieldset className="mt-5">
      <legend className="sr-only">{t('desk.chat.which')}</legend>
      <div className="flex gap-6 border-line border-b px-1">
        {[false, true].map((isChat) => (
          <label
            key={String(isChat)}
            className="-mb-px flex min-h-11 min-w-11 cursor-pointer items-center justify-center gap-2 border-transparent border-b-2 text-muted has-checked:border-accent has-checked:font-semibold has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="talk"
              className="sr-only"
              checked={chat === isChat}
              onChange={() => show(isChat)}
            />
            {isChat ? t('desk.chat.tab') : t('desk.chat.messages')}
            {isChat && <UnreadCount count={unread} />}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The room of a ticket, which is there as soon as the ticket is. */
export function TicketChat({ ticketId }: { readonly ticketId: string }) {
  const { t } = useTranslation();
  const { room } = useRoom(ticketId, useMe().id);
  if (room !== undefined) return <RoomChat room={room} />;
  return (
    <div role="status" aria-label={t('state.loading')} className="late mt-6 flex-1">
      <Shape className="h-12 w-3/5 rounded-bubble" />
    </div>
  );
}
