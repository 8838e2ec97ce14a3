import { useNotificationCommands, useNotifications } from '@ticketing/web-kit/notifications.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { NotificationList } from './notification-list.tsx';
import { ReadAllButton } from './read-all-button.tsx';
import './inbox.css';

/** The newest notifications, beside the bell. */
export default function InboxPopover({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const commands = useNotificationCommands();
  const list = useNotifications(false);
  const notifications = list.data?.pages[0]?.items;
  return (
    <div className="inbox-popover">
      <header>
        <h2>{t('inbox.title')}</h2>
        <ReadAllButton commands={commands} />
      </header>
      <div className="inbox-scroll">
        {notifications === undefined &&
          (list.error ? (
            <Failed error={list.error} retry={() => void list.refetch()} />
          ) : (
            <ListSkeleton rows={4} />
          ))}
        {notifications?.length === 0 && <EmptyState title={t('inbox.empty')} text={t('inbox.emptyText')} />}
        {notifications && (
          <NotificationList notifications={notifications} commands={commands} onOpen={close} />
        )}
      </div>
      <footer>
        <Link to="/inbox" onClick={close}>
          {t('inbox.all')}
        </Link>
        <Link to="/settings/notifications" onClick={close}>
          {t('inbox.preferences')}
        </Link>
      </footer>
    </div>
  );
}
