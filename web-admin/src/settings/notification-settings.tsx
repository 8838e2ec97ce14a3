import { useQuery } from '@tanstack/react-query';
import {
  changeNotificationPreferences,
  getNotificationPreferences,
} from '@ticketing/contracts/endpoints/notifications.ts';
import type { NotificationPreference } from '@ticketing/contracts/notifications.ts';
import { preferenceFor } from '@ticketing/contracts/notifications.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { useToast } from '../shell/toasts.tsx';

const queryKey = ['notification-preferences'];

/** Of what one is told, and how: a line for each kind, kept as soon as it is ticked. */
export default function NotificationSettings() {
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const me = useMe();
  const toast = useToast();
  /** What was ticked and is not kept yet: the page shows it at once. */
  const [wished, setWished] = useState<readonly NotificationPreference[]>();
  const {
    data: kept,
    error,
    refetch,
  } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await api.call(getNotificationPreferences, { signal })).preferences,
  });

  const data = wished ?? kept;

  const keep = async (next: readonly NotificationPreference[], said?: string) => {
    setWished(next);
    await queries.cancelQueries({ queryKey });
    const before = queries.getQueryData<NotificationPreference[]>(queryKey) ?? [];
    queries.setQueryData(queryKey, next);
    try {
      await api.call(changeNotificationPreferences, { body: { preferences: [...next] } });
      if (said !== undefined) {
        toast({ text: said, action: { label: t('board.undo'), run: () => void keep(before) } });
      }
    } catch (refused) {
      queries.setQueryData(queryKey, before);
      toast({ tone: 'harm', text: errorWords(t, refused) });
    } finally {
      setWished((now) => (now === next ? undefined : now));
    }
  };

  if (data === undefined) {
    return error ? <Failed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={8} />;
  }
  const tick = (kind: NotificationPreference['kind'], way: 'inApp' | 'byEmail', on: boolean) =>
    void keep(data.map((each) => (each.kind === kind ? { ...each, [way]: on } : each)));
  const usual = data.map(({ kind }) => preferenceFor(kind, []));
  const isUsual = JSON.stringify(usual) === JSON.stringify(data);

  return (
    <div className="settings narrow">
      {me.email === null && (
        <p className="account-note">
          {t('account.noAddress')} <Link to="/settings/account">{t('account.addAddress')}</Link>
        </p>
      )}
      <table className="table matrix">
        <thead>
          <tr>
            <th scope="col">{t('account.tellMe')}</th>
            <th scope="col">{t('account.inApp')}</th>
            <th scope="col">{t('account.byEmail')}</th>
          </tr>
        </thead>
        <tbody>
          {data.map(({ kind, inApp, byEmail }) => (
            <tr key={kind}>
              <th scope="row">{t(`account.kinds.${kind}`)}</th>
              <td>
                <Checkbox
                  aria-label={`${t(`account.kinds.${kind}`)}: ${t('account.inApp')}`}
                  checked={inApp}
                  onChange={(event) => tick(kind, 'inApp', event.target.checked)}
                />
              </td>
              <td>
                <Checkbox
                  aria-label={`${t(`account.kinds.${kind}`)}: ${t('account.byEmail')}`}
                  checked={byEmail}
                  onChange={(event) => tick(kind, 'byEmail', event.target.checked)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div>
        <Button disabled={isUsual} onClick={() => void keep(usual, t('account.backToUsual'))}>
          {t('account.asUsual')}
        </Button>
      </div>
    </div>
  );
}
