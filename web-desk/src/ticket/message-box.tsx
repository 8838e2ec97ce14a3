import { ticketChannel } from '@ticketing/contracts/live.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import type { Draft } from '@ticketing/web-kit/drafts.ts';
import { GrowingBox } from '@ticketing/web-kit/growing-box.tsx';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useTyping } from '@ticketing/web-kit/presence.ts';
import { pastedFiles } from '@ticketing/web-kit/uploads/file-sources.ts';
import type { FileUploads } from '@ticketing/web-kit/uploads/use-uploads.ts';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttachButton } from '../files/attach-button.tsx';
import { FileTray } from '../files/file-tray.tsx';
import { SendIcon } from '../icons.tsx';
import { useUnsent } from '../unsent/use-unsent.tsx';

/** Longest comment, in characters (contracts, `CommentBody`). */
const MESSAGE_LIMIT = 10_000;

type Props = {
  readonly ticket: TicketView;
  readonly draft: Draft;
  readonly uploads: FileUploads;
  readonly onSend: () => void;
};

/**
 * Where one answers. A message leaves the box at once and stands in the conversation; without a connection it waits
 * there, and when it is refused it comes back with the reason.
 */
export function MessageBox({ ticket, draft, uploads, onSend }: Props) {
  const { t } = useTranslation();
  const unsent = useUnsent();
  const typing = useTyping(ticketChannel(ticket.id));
  const [problem, setProblem] = useState<string | null>(null);
  const [waitsForFiles, setWaitsForFiles] = useState(false);
  const typed = draft.text.trim();
  const ready = uploads.list.flatMap(({ uploaded }) => uploaded ?? []);
  // A comment has words: what has files alone is called by their names.
  const body = typed !== '' || ready.length === 0 ? typed : ready.map(({ name }) => name).join(', ');
  const excess = Math.max(0, body.length - MESSAGE_LIMIT);
  const isBroken = uploads.list.some(({ state }) => state === 'failed' || state === 'refused');
  const isEmpty = typed === '' && uploads.list.length === 0;

  async function send() {
    setProblem(null);
    typing(null);
    draft.write('');
    const fileIds = uploads.fileIds;
    uploads.clear();
    const { firstTry } = unsent.give({ kind: 'message', ticketId: ticket.id, body, fileIds });
    onSend();
    const outcome = await firstTry;
    if (outcome.kind !== 'refused') return;
    draft.putBack(body);
    setProblem(t('desk.ticket.notSent', { reason: errorWords(t, outcome.error) }));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isEmpty || excess > 0 || isBroken) return;
    if (uploads.busy) setWaitsForFiles(true);
    else void send();
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: when the files have arrived, and only then
  useEffect(() => {
    if (!waitsForFiles || uploads.busy) return;
    setWaitsForFiles(false);
    if (!isBroken && body !== '') void send();
  }, [waitsForFiles, uploads.busy]);

  return (
    <form
      onSubmit={submit}
      className="sticky bottom-0 z-10 -mx-4 bg-canvas px-4 pt-2 pb-[max(12px,env(safe-area-inset-bottom))]"
    >
      {uploads.list.length > 0 && (
        <div className="pb-2">
          <FileTray uploads={uploads} />
        </div>
      )}
      <div className="flex items-end gap-1 rounded-bubble border border-[color-mix(in_srgb,var(--line),var(--muted)_45%)] bg-surface p-1.5 focus-within:border-accent focus-within:outline focus-within:outline-accent">
        <AttachButton add={uploads.add} />
        <GrowingBox
          aria-label={t('desk.ticket.message')}
          placeholder={t('desk.ticket.messageHint')}
          rows={1}
          value={draft.text}
          onChange={(event) => {
            draft.write(event.target.value);
            typing(event.target.value === '' ? null : 'comment');
          }}
          onPaste={(event) => {
            const files = pastedFiles(event.clipboardData);
            if (files.length === 0) return;
            event.preventDefault();
            uploads.add(files);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit();
          }}
          className="block max-h-[40dvh] min-h-11 min-w-0 flex-1 bg-transparent px-2 py-2.5 outline-none"
        />
        <button
          type="submit"
          disabled={isEmpty || excess > 0 || isBroken || waitsForFiles}
          className="button-primary px-4"
        >
          <span className="max-sm:hidden">
            <SendIcon />
          </span>
          {t('desk.ticket.send')}
        </button>
      </div>
      {waitsForFiles && (
        <p role="status" className="px-2 pt-1 text-[13px] text-muted">
          {t('desk.files.waitsForFiles')}
        </p>
      )}
      {(excess > 0 || problem !== null) && (
        <p role="alert" className="px-2 pt-1 text-[13px] text-harm">
          {excess > 0 ? t('desk.ticket.tooLong', { count: excess }) : problem}
        </p>
      )}
    </form>
  );
}
