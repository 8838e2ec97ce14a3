import { NotificationKind } from '@ticketing/contracts/kinds.ts';
import { useNotificationCommands, useNotifications } from '@ticketing/web-kit/notifications.ts';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import Button from 'antd/es/button';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { NotificationList } from './notification-list.tsx';
import { ReadAllButton } from './read-all-button.tsx';
import './inbox.css';

/** Everything that the person was told, back to the first; narrowed to what is not read, or to one kind. */
export default function InboxPage() {
  const { t } = useTranslation();
  const [address, setAddress] = useAddress();
  const onlyUnread = address.get('show') === 'unread';
  const kind = NotificationKind.options.find((each) => each === address.get('kind'));
  const list = useNotifications(onlyUnread);
  const commands = useNotificationCommands();
  usePageTitle(t('inbox.title'));
  const put = (name: string, value: string) =>
    setAddress(
      (now) => {
        const next = new URLSearchParams(now);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const all = list.data?.pages.flatMap((page) => page.items);
  const shown = kind === undefined ? all : all?.filter((told) => told.kind === kind);
  const emptyWords =
    kind !== undefined
      ? { title: t('inbox.noneOfKind') }
      : { title: t(onlyUnread ? 'inbox.noneUnread' : 'inbox.empty'), text: t('inbox.emptyText') };
  // Those of one kind may stand far down.
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const lookOn = kind !== undefined && shown?.length === 0 && hasNextPage && !isFetchingNextPage;
  useEffect(() => {
    if (lookOn) void fetchNextPage();
  }, [lookOn, fetchNextPage]);
  return (
    <div className="page inbox-page">
      <header className="page-head">
        <h1>{t('inbox.title')}</h1>
        <Link to="/settings/notifications">{t('inbox.preferences')}</Link>
      </header>
      <div className="inbox-filters">
        <fieldset className="segments">
          <legend className="unseen">{t('inbox.show')}</legend>
          {(['all', 'unread'] as const).map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="show"
                checked={(each === 'unread') === onlyUnread}
                onChange={() => put('show', each === 'unread' ? 'unread' : '')}
              />
              {t(`inbox.filter.${each}`)}
            </label>
          ))}
        </fieldset>
        <select
          className="plain-select"
          aria-label={t('inbox.kindLabel')}
          value={kind ?? ''}
          onChange={(event) => put('kind', event.target.value)}
        >
          <option value="">{t('inbox.filter.everyKind')}</option>
          {NotificationKind.options.map((each) => (
            <option key={each} value={each}>
              {t(`inbox.name.${each}`)}
            </option>
          ))}
        </select>
        <span className="spread" />
        <ReadAllButton commands={commands} />
      </div>
      {shown === undefined &&
        (list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <ListSkeleton rows={8} />
        ))}
      {shown?.length === 0 && !list.hasNextPage && <EmptyState {...emptyWords} />}
      {shown && <NotificationList notifications={shown} commands={commands} onOpen={() => undefined} />}
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('state.more')}
        </Button>
      )}
    </div>
  );
}
