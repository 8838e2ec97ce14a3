import { useUnreadMessages } from '@ticketing/web-kit/chat/rooms.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { ChatIcon } from '../chat/chat-icons.tsx';

/** The way to the chat, with how much is unread there. */
export function ChatLink() {
  const { t } = useTranslation();
  const { messages } = useUnreadMessages(useMe().id);
  const label = messages > 0 ? `${t('nav.chat')}: ${t('chat.unread', { count: messages })}` : t('nav.chat');
  return (
    <NavLink to="/chat" className="rail-item" aria-label={label} title={label}>
      <ChatIcon />
      {messages > 0 && (
        <span className="count-badge on-rail" aria-hidden="true">
          {messages > 99 ? '99+' : messages}
        </span>
      )}
    </NavLink>
  );
}
