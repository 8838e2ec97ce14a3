import { useUnreadNotifications } from '@ticketing/web-kit/notifications.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { BellIcon } from '../icons.tsx';
import { lazyPage } from '../shell/lazy-page.tsx';
import { setTitleCount } from '../shell/page-title.ts';
import { Popover } from '../shell/popover.tsx';

const InboxPopover = lazyPage(() => import('./inbox-popover.tsx'));

/** More are not counted. */
const MOST = 99;

/** The bell with how many notifications are not read; the browser's tab says it as well. */
export function Bell() {
  const { t } = useTranslation();
  const unread = useUnreadNotifications(useMe().id);
  useEffect(() => {
    setTitleCount(unread);
    return () => setTitleCount(0);
  }, [unread]);
  const count = unread > MOST ? `${MOST}+` : String(unread);
  return (
    <Popover
      className="rail-item"
      place="side"
      label={unread === 0 ? t('inbox.title') : t('inbox.titleUnread', { count: unread, shown: count })}
      title={t('inbox.title')}
      panelLabel={t('inbox.title')}
      face={
        <>
          <BellIcon />
          {unread > 0 && <span className="rail-count">{count}</span>}
        </>
      }
    >
      {(close) => (
        <Suspense fallback={<div className="inbox-popover" />}>
          <InboxPopover close={close} />
        </Suspense>
      )}
    </Popover>
  );
}
