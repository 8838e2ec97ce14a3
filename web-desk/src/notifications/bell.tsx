import { useUnreadNotifications } from '@ticketing/web-kit/notifications.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BellIcon } from '../icons.tsx';

/** Leads to what is new, with how much of it was not read. */
export function Bell() {
  const { t } = useTranslation();
  const unread = useUnreadNotifications(useMe().id);
  return (
    <Link
      to="/notifications"
      className="relative flex size-11 items-center justify-center rounded-full text-muted hover:text-text"
    >
      <BellIcon />
      <span className="sr-only">{t('desk.notifications.open')}</span>
      {unread > 0 && (
        <>
          <span className="sr-only">{t('desk.notifications.unread', { count: unread })}</span>
          <span
            aria-hidden="true"
            className="figures absolute top-0.5 left-[23px] flex h-5 min-w-5 items-center justify-center rounded-full border-2 border-canvas bg-accent px-1 font-semibold text-[11px] text-on-accent"
          >
            {unread > 99 ? '99+' : unread}
          </span>
        </>
      )}
    </Link>
  );
}
