import { type NotificationCommands, useUnreadNotifications } from '@ticketing/web-kit/notifications.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { useToast } from '../shell/toasts.tsx';

/** Marks everything that is shown as read; for a moment that can be taken back. */
export function ReadAllButton({ commands }: { commands: NotificationCommands }) {
  const { t } = useTranslation();
  const toast = useToast();
  const unread = useUnreadNotifications(useMe().id);
  return (
    <button
      type="button"
      className="plain-button"
      disabled={unread === 0}
      onClick={() => {
        const undo = commands.readAll();
        toast({ text: t('inbox.allRead'), action: { label: t('board.undo'), run: undo } });
      }}
    >
      {t('inbox.readAll')}
    </button>
  );
}
