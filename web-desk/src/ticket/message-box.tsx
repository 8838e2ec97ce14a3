import type { TicketView } from '@ticketing/contracts/views.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { GrowingBox } from '@ticketing/web-kit/growing-box.tsx';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SendIcon } from '../icons.tsx';
import { answerOrRefusal } from '../refusal.ts';
import { whenOnline } from '../shell/offline-line.tsx';

/** Longest comment, in characters (contracts, `CommentBody`). */
const MESSAGE_LIMIT = 10_000;

type Props = { readonly ticket: TicketView; readonly onSend: () => void };

/**
 * Where one answers. A message leaves the box at once and stands in the conversation; when it is refused it comes back
 * with the reason. Without a connection it stays in the box until there is one, and then it is sent.
 */
export function MessageBox({ ticket, onSend }: Props) {
  const { t } = useTranslation();
  const kit = useKit();
  const me = useMe();
  const commands = useTicketCommands(me.id);
  const draft = useDraft(me.id, `ticket.${ticket.id}`);
  const [waiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const body = draft.text.trim();
  const excess = Math.max(0, body.length - MESSAGE_LIMIT);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (body === '' || excess > 0 || waiting) return;
    setProblem(null);
    if (!navigator.onLine) {
      setWaiting(true);
      await whenOnline();
      setWaiting(false);
    }
    const sent = draft.text;
    draft.sending();
    const outcome = answerOrRefusal(kit, () => commands.comment(ticket.id, body, 'public'));
    onSend();
    const result = await outcome;
    if ('answer' in result) {
      draft.sent(sent);
      return;
    }
    draft.putBack(sent);
    setProblem(t('desk.ticket.notSent', { reason: errorWords(t, result.refusal) }));
  }

  return (
    <form
      onSubmit={send}
      className="sticky bottom-0 z-10 -mx-4 mt-6 bg-canvas px-4 pt-2 pb-[max(16px,env(safe-area-inset-bottom))]"
    >
      <div className="flex items-end gap-2 rounded-bubble border border-[color-mix(in_srgb,var(--line),var(--muted)_45%)] bg-surface p-1.5 focus-within:border-accent focus-within:outline focus-within:outline-accent">
        <GrowingBox
          aria-label={t('desk.ticket.message')}
          placeholder={t('desk.ticket.messageHint')}
          rows={1}
          value={draft.text}
          readOnly={waiting}
          onChange={(event) => draft.write(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit();
          }}
          className="block max-h-[40dvh] min-h-11 min-w-0 flex-1 bg-transparent px-3 py-2.5 outline-none"
        />
        <button type="submit" disabled={body === '' || excess > 0 || waiting} className="button-primary px-4">
          <span className="max-sm:hidden">
            <SendIcon />
          </span>
          {t('desk.ticket.send')}
        </button>
      </div>
      <p role={problem === null ? 'status' : 'alert'} className="px-2 text-[13px]">
        {excess > 0 ? (
          <span className="text-harm">{t('desk.ticket.tooLong', { count: excess })}</span>
        ) : waiting ? (
          <span className="text-muted">{t('desk.ticket.waiting')}</span>
        ) : (
          problem !== null && <span className="text-harm">{problem}</span>
        )}
      </p>
    </form>
  );
}
