import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  changeNotificationPreferences,
  getNotificationPreferences,
} from '@ticketing/contracts/endpoints/notifications.ts';
import type { NotificationPreference } from '@ticketing/contracts/notifications.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Shape } from '../shell/states.tsx';

const KEY = ['notification-wishes'];

/** What can happen to somebody who asks for help, the likeliest first. The other kinds are for those who do the work. */
const kinds: ReadonlyArray<NotificationPreference['kind']> = [
  'review_asked',
  'commented',
  'status_changed',
  'mentioned',
  'chat',
  'due_soon',
];
const ofStaff: ReadonlyArray<NotificationPreference['kind']> = ['assigned', 'review_given', 'invited'];

/** For each kind whether one is told in the app and by e-mail. Every change is kept at once. */
export function NotificationWishes({ hasAddress }: { readonly hasAddress: boolean }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { staff } = useMe();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const turn = useRef(Promise.resolve());
  const wishes = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await api.call(getNotificationPreferences, { signal })).preferences,
  });

  if (wishes.data === undefined) {
    if (wishes.error === null) {
      return (
        <div role="status" aria-label={t('desk.profile.loading')} className="late">
          <Shape className="h-40 w-full" />
        </div>
      );
    }
    return (
      <div role="alert">
        <p>{t('desk.profile.failed')}</p>
        <p className="text-muted">{errorWords(t, wishes.error)}</p>
        <button type="button" className="button-quiet mt-3" onClick={() => void wishes.refetch()}>
          {t('state.retry')}
        </button>
      </div>
    );
  }
  const known = wishes.data;

  function choose(changed: NotificationPreference) {
    const before = queries.getQueryData<NotificationPreference[]>(KEY) ?? known;
    const after = before.map((wish) => (wish.kind === changed.kind ? changed : wish));
    queries.setQueryData(KEY, after);
    setProblem(null);
    // One after the other, or an older choice could win.
    turn.current = turn.current.then(async () => {
      try {
        await api.call(changeNotificationPreferences, {
          body: { preferences: queries.getQueryData<NotificationPreference[]>(KEY) ?? after },
        });
      } catch (error) {
        queries.setQueryData(KEY, before);
        setProblem(t('desk.profile.notSaved', { reason: errorWords(t, error) }));
      }
    });
  }

  const shown = staff ? [...kinds, ...ofStaff] : kinds;
  return (
    <>
      <table className="w-full">
        <thead>
          <tr className="text-[13px] text-muted">
            <td />
            <th scope="col" className="w-20 px-1 pb-1 text-center font-normal leading-tight">
              {t('desk.profile.inApp')}
            </th>
            <th scope="col" className="w-20 px-1 pb-1 text-center font-normal leading-tight">
              {t('desk.profile.byEmail')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((kind) => {
            const wish = known.find((one) => one.kind === kind);
            const words = t(`desk.profile.kind.${kind}`);
            if (wish === undefined) return null;
            return (
              <tr key={kind} className="border-line border-t">
                <th scope="row" className="py-1 pr-2 text-left font-normal">
                  {words}
                </th>
                {(['inApp', 'byEmail'] as const).map((way) => (
                  <td key={way} className="text-center">
                    <label className="inline-flex size-11 cursor-pointer items-center justify-center">
                      <input
                        type="checkbox"
                        aria-label={`${words}: ${t(`desk.profile.${way}`)}`}
                        className="size-5 accent-accent"
                        checked={wish[way]}
                        onChange={(event) => choose({ ...wish, [way]: event.target.checked })}
                      />
                    </label>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {!hasAddress && <p className="text-[13px] text-muted">{t('desk.profile.noAddress')}</p>}
      {problem !== null && (
        <p role="alert" className="text-harm">
          {problem}
        </p>
      )}
    </>
  );
}
