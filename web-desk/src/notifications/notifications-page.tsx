import type { NotificationView } from '@ticketing/contracts/notifications.ts';
import { useRooms } from '@ticketing/web-kit/chat/rooms.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import {
  useNotificationCommands,
  useNotifications,
  useUnreadNotifications,
} from '@ticketing/web-kit/notifications.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { When } from '@ticketing/web-kit/when.tsx';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MyRooms } from '../chat/my-rooms.tsx';
import { Facts } from '../facts.tsx';
import { ListShape } from '../home/list-shape.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Notice } from '../shell/states.tsx';
import { useToast } from '../shell/toasts.tsx';
import { notificationAddress, notificationWords } from './notification-words.ts';

/** What the person was told, the newest first; what was not read is marked. */
export default function NotificationsPage() {
  const { t } = useTranslation();
  const list = useNotifications(false);
  const rooms = useRooms(useMe().id);
  // Both at once: what comes later would push down what is being read.
  const isLoading =
    (list.data === undefined && list.error === null) || (rooms.rooms === undefined && rooms.error === null);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <title>{`${t('desk.notifications.title')} · ${t('desk.name')}`}</title>
      <BackLink />
      <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-[26px] leading-tight">{t('desk.notifications.title')}</h1>
        <ReadAll />
      </div>
      {!isLoading && <MyRooms found={rooms} />}
      {list.data === undefined || isLoading ? (
        list.error === null ? (
          <ListShape />
        ) : (
          <div className="mt-8">
            <Notice
              alert
              title={t('desk.notifications.failed')}
              hint={t('state.errorText', { reason: errorWords(t, list.error) })}
            >
              <button type="button" className="button-primary" onClick={() => void list.refetch()}>
                {t('state.retry')}
              </button>
            </Notice>
          </div>
        )
      ) : items.length === 0 ? (
        <div className="mt-8">
          <Notice title={t('desk.notifications.empty')} hint={t('desk.notifications.emptyHint')} />
        </div>
      ) : (
        <ul className="mt-6 overflow-hidden rounded-bubble border border-line bg-surface">
          {items.map((item) => (
            <Told key={item.id} notification={item} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <button
          type="button"
          className="button-quiet mt-3 w-full"
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {list.isFetchingNextPage ? t('desk.home.loadingMore') : t('desk.home.more')}
        </button>
      )}
      <Link to="/profile" className="link mt-4 flex min-h-11 items-center self-start px-1">
        {t('desk.notifications.wishes')}
      </Link>
    </>
  );
}

function Told({ notification }: { readonly notification: NotificationView }) {
  const { t } = useTranslation();
  const commands = useNotificationCommands();
  const isNew = notification.readAt === null;
  return (
    <li className="border-line border-b last:border-b-0">
      <Link
        to={notificationAddress(notification)}
        className="flex min-h-[64px] items-start gap-3 px-4 py-3 hover:bg-hover focus-visible:-outline-offset-2 sm:px-5"
        onClick={() => commands.read(notification)}
      >
        <span className={`mt-2 size-2 shrink-0 rounded-full ${isNew ? 'bg-accent' : 'border border-line'}`} />
        <span className="min-w-0 flex-1">
          <span className={`block break-words ${isNew ? 'font-semibold' : ''}`}>
            {isNew && <span className="sr-only">{t('desk.notifications.isNew')}: </span>}
            {notificationWords(t, notification)}
          </span>
          {notification.ticketTitle !== null && (
            <span className="mt-0.5 block truncate text-[13px] text-muted">{notification.ticketTitle}</span>
          )}
          <Facts>
            {notification.ticketKey !== null && <span className="font-mono">{notification.ticketKey}</span>}
            <When at={notification.at} />
          </Facts>
        </span>
      </Link>
    </li>
  );
}

/** Marks all as read; for a while it can be taken back. */
function ReadAll() {
  const { t } = useTranslation();
  const toast = useToast();
  const unread = useUnreadNotifications(useMe().id);
  const commands = useNotificationCommands();
  if (unread === 0) return null;
  return (
    <button
      type="button"
      className="button-quiet"
      onClick={() => toast({ text: t('desk.notifications.allRead'), undo: commands.readAll() })}
    >
      {t('desk.notifications.readAll')}
    </button>
  );
}
