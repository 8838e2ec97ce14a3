import { useMe } from '@ticketing/web-kit/session.tsx';
import { writeStored } from '@ticketing/web-kit/stored-value.ts';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useOnline } from '../shell/offline-line.tsx';
import { useLetters, useUnsent } from './use-unsent.tsx';

/** Requests for help that are not with support yet: they go by themselves, and can still be changed. */
export function WaitingRequests() {
  const { t } = useTranslation();
  const me = useMe();
  const unsent = useUnsent();
  const online = useOnline();
  const navigate = useNavigate();
  const requests = useLetters().flatMap(({ id, errand, refusal }) =>
    errand.kind === 'ask' ? [{ id, refusal, request: errand.request }] : [],
  );
  if (requests.length === 0) return null;

  /** The words go back into the box that they came from. */
  function change(id: string) {
    const letter = unsent.takeBack(id);
    if (letter?.errand.kind !== 'ask') return;
    const { title, description = '' } = letter.errand.request;
    writeStored(`ticketing.draft.${me.id}.help`, description === '' ? title : `${title}\n${description}`);
    navigate('/ask');
  }

  return (
    <section aria-live="polite" className="mt-5 rounded-bubble border border-line on-wash px-4 py-3">
      <h2 className="text-[15px]">{t('desk.unsent.waiting', { count: requests.length })}</h2>
      <p className="text-[13px] text-muted">
        {online ? t('desk.unsent.sending') : t('desk.unsent.waitingHint')}
      </p>
      <ul>
        {requests.map(({ id, refusal, request }) => (
          <li key={id} className="mt-2 flex flex-wrap items-center gap-x-3">
            <span className="min-w-0 flex-1 basis-48 break-words font-medium">
              {request.title}
              {refusal !== undefined && (
                <span role="alert" className="block font-normal text-harm">
                  {t('desk.unsent.refused', { reason: t(`errors.${refusal}`) })}
                </span>
              )}
            </span>
            <span className="flex gap-3">
              <button type="button" className="quiet-action" onClick={() => change(id)}>
                {t('desk.unsent.change')}
              </button>
              <button type="button" className="quiet-action" onClick={() => unsent.takeBack(id)}>
                {t('desk.unsent.discard')}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
