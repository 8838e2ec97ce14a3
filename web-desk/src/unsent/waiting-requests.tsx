import { putBackDraft } from '@ticketing/web-kit/drafts.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { bringFilesBack } from '@ticketing/web-kit/uploads/chosen-files.ts';
import { useOnline } from '@ticketing/web-kit/use-online.ts';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { filesNamedIn } from './letter.ts';
import { useDiscard, useLetters, useUnsent } from './use-unsent.tsx';

/** Requests for help that are not with support yet: they go by themselves, and can still be changed. */
export function WaitingRequests() {
  const { t } = useTranslation();
  const me = useMe();
  const unsent = useUnsent();
  const { tabs } = useKit();
  const discard = useDiscard();
  const online = useOnline();
  const navigate = useNavigate();
  const requests = useLetters().flatMap(({ id, errand, refusal }) =>
    errand.kind === 'ask' ? [{ id, refusal, request: errand.request }] : [],
  );
  if (requests.length === 0) return null;

  /** Everything goes back into the form that it came from, before what was begun there meanwhile. */
  async function change(id: string) {
    const letter = unsent.takeBack(id);
    if (letter?.errand.kind !== 'ask') return;
    const { title, description = '', projectId, companyId, remoteAssistId } = letter.errand.request;
    putBackDraft(me.id, 'help', description === '' ? title : `${title}\n${description}`);
    if (remoteAssistId) putBackDraft(me.id, 'help-remote', remoteAssistId);
    const count = await bringFilesBack(me.id, id, { place: 'help', tab: tabs.own });
    const to = new URLSearchParams({ project: projectId, ...(companyId ? { company: companyId } : {}) });
    navigate(`/ask?${to}`, { state: { filesLost: count < filesNamedIn(letter.errand) } });
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
              {request.fileIds !== undefined && request.fileIds.length > 0 && (
                <span className="block font-normal text-[13px] text-muted">
                  {t('desk.unsent.withFiles', { count: request.fileIds.length })}
                </span>
              )}
              {refusal !== undefined && (
                <span role="alert" className="block font-normal text-harm">
                  {t('desk.unsent.refused', { reason: t(`errors.${refusal}`) })}
                </span>
              )}
            </span>
            <span className="flex gap-3">
              <button type="button" className="quiet-action" onClick={() => void change(id)}>
                {t('desk.unsent.change')}
              </button>
              <button type="button" className="quiet-action" onClick={() => discard(id)}>
                {t('desk.unsent.discard')}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
