import { ticketChannel } from '@ticketing/contracts/live.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import type { Draft } from '@ticketing/web-kit/drafts.ts';
import { GrowingBox } from '@ticketing/web-kit/growing-box.tsx';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useTyping } from '@ticketing/web-kit/presence.ts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SendIcon } from '../icons.tsx';
import { useUnsent } from '../unsent/use-unsent.tsx';

/** Longest comment, in characters (contracts, `CommentBody`). */
const MESSAGE_LIMIT = 10_000;

type Props = { readonly ticket: TicketView; readonly draft: Draft; readonly onSend: () => void };

/**
 * Where one answers. A message leaves the box at once and stands in the conversation; without a connection it waits
 * there, and when it is refused it comes back with the reason.
 */
export function MessageBox({ ticket, draft, onSend }: Props) {
  const { t } = useTranslation();
  const unsent = useUnsent();
  const typing = useTyping(ticketChannel(ticket.id));
  const [problem, setProblem] = useState<string | null>(null);
  const body = draft.text.trim();
  const excess = Math.max(0, body.length - MESSAGE_LIMIT);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (body === '' || excess > 0) return;
    setProblem(null);
    typing(null);
    draft.write('');
    const { firstTry } = unsent.give({ kind: 'message', ticketId: ticket.id, body, fileIds: [] });
    onSend();
    const outcome = await firstTry;
    if (outcome.kind !== 'refused') return;
    draft.putBack(body);
    setProblem(t('desk.ticket.notSent', { reason: errorWords(t, outcome.error) }));
  }

  return (
    <form
      onSubmit={send}
      className="sticky bottom-0 z-10 -mx-4 bg-canvas px-4 pt-2 pb-[max(12px,env(safe-area-inset-bottom))]"
    >
      <div className="flex items-end gap-2 rounded-bubble border border-[color-mix(in_srgb,var(--line),var(--muted)_45%)] bg-surface p-1.5 focus-within:border-accent focus-within:outline focus-within:outline-accent">
        <GrowingBox
          aria-label={t('desk.ticket.message')}
          placeholder={t('desk.ticket.messageHint')}
          rows={1}
          value={draft.text}
          onChange={(event) => {
            draft.write(event.target.value);
            typing(event.target.value === '' ? null : 'comment');
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit();
          }}
          className="block max-h-[40dvh] min-h-11 min-w-0 flex-1 bg-transparent px-3 py-2.5 outline-none"
        />
        <button type="submit" disabled={body === '' || excess > 0} className="button-primary px-4">
          <span className="max-sm:hidden">
            <SendIcon />
          </span>
          {t('desk.ticket.send')}
        </button>
      </div>
      {(excess > 0 || problem !== null) && (
        <p role="alert" className="px-2 pt-1 text-[13px] text-harm">
          {excess > 0 ? t('desk.ticket.tooLong', { count: excess }) : problem}
        </p>
      )}
    </form>
  );
}
